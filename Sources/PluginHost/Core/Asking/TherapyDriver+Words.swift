internal import Messages
internal import TherapyContract

// What is told of each failure in the therapy's log: what was asked, for how long, how it ended, how
// often, and what comes next. Facts are named by their types and ids; of what they say, and of what
// the program said, there is nothing.

extension TherapyDriver {
    /// How an answer did not come, or was none.
    func words(of fault: DriverFault, because reason: String?, at now: SteadyInstant) -> String {
        let what =
            switch fault {
            case .ended: "The program ended"
            case .late: "The program is ended: it did not answer in time"
            case .nonsense: "The program is ended: what it wrote is no answer"
            case .error: "The program is ended: it answered that it could not"
            case .undeclared: "The program is ended: it asked for what it may not"
            case .limits: "The program is ended: it used more than it may"
            }
        return "\(what)\(wordsOfQuestion(at: now))." + (reason.map { " \($0)" } ?? "")
    }

    private func wordsOfQuestion(at now: SteadyInstant) -> String {
        switch phase {
        case .asked(let asked, _):
            let since = askedAt.map { " for \(Self.seconds(now - $0))" } ?? ""
            return ", asked\(since): \(words(of: asked))"
        case .holding(_, let steps), .recording(_, let steps):
            return steps > 0 ? ", upon \(facts(steps, isLast: true))" : ", while nothing was asked"
        case .starting: return ", before it was asked anything"
        default: return ", while nothing was asked"
        }
    }

    private func words(of asked: Asked) -> String {
        switch asked {
        case .hello: "hello"
        case .restore: "restore"
        case .fold(let count): "apply, \(facts(count, isLast: false))"
        case .react(let count): "react, \(facts(count, isLast: false))"
        case .follow: "apply, what followed from what it decided"
        case .state: "state"
        case .bye: "bye"
        }
    }

    /// Some facts at the head of the queue: how many, or which it is.
    private func facts(_ count: Int, isLast: Bool) -> String {
        guard count > 1, !isLast else {
            guard let fact = queue.prefix(count).last?.fact else { return "a fact" }
            return "\(fact.type) \(fact.id)"
        }
        return "\(count) facts"
    }

    /// How often it failed, and what comes next.
    var wordsOfNext: String {
        let count = failures == 1 ? "It failed once" : "It failed \(failures) times in a row"
        let pause = Self.seconds(settings.pause(after: failures))
        switch owed {
        case .quarantined(let reason): return "It is not run any more. \(reason)"
        case .setAside(let fact, _):
            return "\(count). It is started again in \(pause), and goes on without the fact"
                + " \(fact), on which it failed twice."
        case .reacted, nil:
            let alone = carefulTo > toldTo ? ", and told one fact at a time where it failed" : ""
            return "\(count). It is started again in \(pause)\(alone)."
        }
    }

    private static func seconds(_ time: Duration) -> String {
        let milliseconds =
            time.components.seconds * 1_000 + time.components.attoseconds / 1_000_000_000_000_000
        guard milliseconds >= 1_000 else { return "\(milliseconds) ms" }
        let tenths = milliseconds % 1_000 / 100
        return "\(milliseconds / 1_000)\(tenths == 0 ? "" : ".\(tenths)") s"
    }
}
