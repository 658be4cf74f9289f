internal import ArgumentParser
internal import ClinicClient
internal import Messages

/// Works with alerts.
struct AlertsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alerts", abstract: "List open alerts, or take charge of one.",
        subcommands: [AlertsListCommand.self, AlertsAckCommand.self],
        defaultSubcommand: AlertsListCommand.self)
}

/// Lists what nobody has taken charge of.
struct AlertsListCommand: Look {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the alerts that nobody has taken charge of.",
        discussion: """
            In the order in which to act, as assessment gives it. Staff who may take charge of an \
            alert see what it is and what to do; whom it is about is shown for a reason alone. \
            Below stand how many dangers are open, and how many alerts a day the clinic bears.
            """)

    @OptionGroup var looking: LookOptions

    @Flag(help: "As JSON, masked as the text is.")
    var json = false

    var scope: String { "alerts list" }

    /// What waits, and what the ledger knows beside it; `nil` while it does not answer.
    struct Found {
        var alerts: [OpenAlert]
        var concerns: [OpenConcern]?
        var burden: AlertCounts?
    }

    func fetch(in opened: OpenedClinic, over session: inout BusSession) async throws -> Found {
        var found = Found(alerts: try await session.ask(OpenAlerts()))
        _ = await session.waitUntilHeard(.supervisor, within: BusSession.silence)
        var withheld: [Identity: Advice] = [:]
        found.concerns = await session.glimpse(OpenConcerns(), withheld: &withheld)
        found.burden = await session.glimpse(
            AlertBurden(ending: opened.now(heardIn: session).utc), withheld: &withheld)
        return found
    }

    func show(_ found: Found, in sight: Sight, over session: inout BusSession) async throws
        -> Output
    {
        let view = AlertLines(
            now: sight.opened.now(heardIn: session).utc, timeZone: sight.timeZone,
            isRevealing: sight.isRevealing,
            mayAct: try visitor.person.mayAcknowledge(in: sight.opened))
        guard !json else {
            let page = AlertsPage(
                found.alerts, concerns: found.concerns, burden: found.burden, as: view)
            return try Output(JSONText.readable(page))
        }
        let alerts =
            found.alerts.isEmpty
            ? ["No open alerts."] : Columns(view.rows(found.alerts)).lines
        let concerns = found.concerns.map {
            $0.isEmpty
                ? "No open concerns." : "\(ConcernLines.title($0)). See `cairn concern list`."
        }
        return Output(alerts + [concerns, found.burden?.sentence].compactMap(\.self))
    }
}

/// Takes charge of an alert.
struct AlertsAckCommand: Act {
    static let configuration = CommandConfiguration(
        commandName: "ack", abstract: "Take charge of an alert, and say what was done.",
        discussion: """
            By the alert's id, its beginning or its end; or by the client, where all that waits is \
            about one danger. For example:

                cairn alerts ack 9f3c --action "Called, she is safe." --as rn1

                cairn alerts ack c1 --action "Called, she is safe." --as rn1
            """)

    @OptionGroup var visitor: VisitOptions

    @Argument(help: "The alert's id, its beginning or its end; or the client: c-0001, c1 or 1.")
    var alert: String

    @Option(help: "What was done.")
    var action: String

    func act(as actor: Actor, in opened: OpenedClinic, over session: inout BusSession) async throws
        -> Output
    {
        let open = try await session.ask(OpenAlerts())
        let meant: [OpenAlert]
        do { meant = try AlertsAckCommand.meant(by: alert, of: open) } catch let error
            as ClientError
        {
            throw await first(before: error, in: opened, over: &session)
        }
        var (done, guidance): ([String], [String]) = ([], [])
        for found in meant {
            do {
                guidance = try await session.send(
                    AcknowledgeAlert(client: found.client, alert: found.alert, action: action),
                    as: actor
                ).guidance
            } catch let error as ClientError where !done.isEmpty {
                throw PartlyDone(done, after: error)
            }
            done.append(found.alert.text)
        }
        let verb = done.count == 1 ? "is" : "are"
        return Output(
            ["\(done.joined(separator: ", ")) \(verb) acknowledged by \(actor.staff)."] + guidance)
    }

    /// Whoever comes second is told who was first; whoever means no alert is told that.
    private func first(
        before error: ClientError, in opened: OpenedClinic, over session: inout BusSession
    ) async -> ClientError {
        guard error.ending == .usage else { return error }
        let (client, typed) = (ClientID(typed: alert), alert.lowercased())
        let taken = await session.taken { alerted in
            let id = alerted.alert.text.lowercased()
            return alerted.client == client
                || typed.count >= ShortForm.leastOfAnID
                    && (id.hasPrefix(typed) || id.hasSuffix(typed))
        }
        guard let taken else { return error }
        return ClientError.refused(
            Advice(
                "That alert is acknowledged already, \(taken.said(in: opened.clinic)).",
                remedy: "Nothing was written down twice. See `cairn alerts list` for what is open.")
        )
    }

    /// The alerts that somebody means: one by its id, or all of a client that are about one danger.
    static func meant(by typed: String, of open: [OpenAlert]) throws -> [OpenAlert] {
        if let found = open.first(where: { $0.alert.text == typed }) { return [found] }
        let theirs = ClientID(typed: typed).map { client in open.filter { $0.client == client } }
        guard let theirs, let first = theirs.first else {
            let id = try ShortForm.id(
                typed, in: open.map(\.alert), naming: "open alert",
                more: "See `cairn alerts list`.")
            return open.filter { $0.alert == id }
        }
        let isShortID =
            (try? ShortForm.id(typed, in: open.map(\.alert), naming: "", more: "")) != nil
        guard !isShortID, theirs.allSatisfy({ $0.kind == first.kind }) else {
            throw ClientError.refused(
                Advice(
                    isShortID
                        ? "That is a client as well as an alert."
                        : "What waits is about more than one danger.",
                    remedy: "Take charge of each: `cairn concern take CLIENT KIND`, or with the id"
                        + " that `cairn alerts list` shows."))
        }
        return theirs
    }
}
