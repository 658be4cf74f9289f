package import Messages
package import PluginHost
package import TherapyContract

/// One thing that must hold of a therapy, and how it is tried.
package struct TherapyCheck: Sendable {
    /// One word, as it is listed.
    package let name: String
    package let grade: Grade
    /// What must hold, in a sentence.
    package let promise: String
    /// Tries it with a run that went well; a thrown ``Remediable`` is what is broken.
    let judge: @Sendable (CheckSubject, LiveRun) async throws -> CheckVerdict

    init(
        _ name: String, _ grade: Grade, _ promise: String,
        judge: @escaping @Sendable (CheckSubject, LiveRun) async throws -> CheckVerdict
    ) {
        (self.name, self.grade, self.promise, self.judge) = (name, grade, promise, judge)
    }

    /// All of them, in the order in which they are tried, after ``first``.
    package static let all: [TherapyCheck] = bronze + silver + gold

    /// What a run begins with: each is tried only where the one before it holds.
    package static let first: [(name: String, promise: String)] = [
        ("contract", "plugin.json is a contract that Cairn takes."),
        ("handshake", "The program starts, and greets in time."),
        ("answers", "Four weeks of facts are answered in time, as the pipe says."),
        ("declared", "What follows from them is declared in the contract, and fits."),
    ]

    /// The names of all, in the order of a report.
    package static let names = first.map(\.name) + all.map(\.name)

    /// Tries all of them, or beside ``first`` those alone that are named.
    package static func report(on subject: CheckSubject, only chosen: Set<String>? = nil) async
        -> CheckReport
    {
        var lines = [line("contract", .held())]
        let begun = await verdict { try await handshake(subject) }
        lines.append(line("handshake", begun))
        guard case .held = begun else { return rest(after: lines, "handshake does not hold") }
        let live: LiveRun
        do {
            live = try await subject.run()
            lines += [line("answers", .held()), line("declared", .held())]
        } catch let fault as ActionFault {
            lines += [line("answers", .held()), line("declared", .broken([fault.advice]))]
            return rest(after: lines, "declared does not hold")
        } catch {
            lines.append(line("answers", broken(error)))
            return rest(after: lines, "answers does not hold")
        }
        for check in all where chosen?.contains(check.name) ?? true {
            let verdict = await verdict { try await check.judge(subject, live) }
            lines.append(
                CheckReport.Line(name: check.name, grade: check.grade, verdict: verdict))
        }
        return CheckReport(lines: lines)
    }

    /// What is told of a contract that does not fit.
    package static func report(on faults: [Advice]) -> CheckReport {
        rest(after: [line("contract", .broken(faults))], "contract does not hold")
    }

    private static func line(_ name: String, _ verdict: CheckVerdict) -> CheckReport.Line {
        CheckReport.Line(name: name, grade: .bronze, verdict: verdict)
    }

    /// The lines with all others untried.
    private static func rest(after lines: [CheckReport.Line], _ reason: String) -> CheckReport {
        let names = first.map { ($0.name, Grade.bronze) } + all.map { ($0.name, $0.grade) }
        let untried = names.dropFirst(lines.count).map { name, grade in
            CheckReport.Line(name: name, grade: grade, verdict: .untried(reason))
        }
        return CheckReport(lines: lines + untried)
    }

    private static func handshake(_ subject: CheckSubject) async throws -> CheckVerdict {
        _ = try await subject.run([])
        return .held()
    }

    private static func verdict(_ work: () async throws -> CheckVerdict) async -> CheckVerdict {
        do { return try await work() } catch { return broken(error) }
    }

    private static func broken(_ error: any Error) -> CheckVerdict {
        let advice = (error as? any Remediable)?.advice
        return .broken([
            advice
                ?? Advice("\(type(of: error)) was thrown.", remedy: "Look at the program's log.")
        ])
    }
}

extension TherapyCheck {
    /// Tries all of them on a folder, as a clinic gets it.
    ///
    /// - Parameters:
    ///   - before: the folder of the version before; `nil` where there is none.
    ///   - chosen: those alone that are tried beside ``first``; `nil` for all.
    ///   - confinement: by what the program is shut in.
    ///   - read: reads a folder's contract, and throws a ``Remediable`` for what is wrong with it.
    ///   - formCheck: judges a form: what is wrong with it, a phrase each.
    package static func report(
        onFolder folder: String, before: String? = nil, only chosen: Set<String>? = nil,
        seed: UInt64 = 1, by confinement: Confinement = .none("nobody asked for it"),
        read: (_ folder: String) throws -> PluginContract,
        formCheck: @escaping CheckSubject.FormCheck
    ) async throws -> CheckReport {
        let contract: PluginContract
        do { contract = try read(folder) } catch let unfit as UnfitTherapy {
            return report(on: unfit.faults)
        } catch let fault as any Remediable { return report(on: [fault.advice]) }
        let older = try before.map { Program(try read($0), in: $0, by: confinement) }
        return await report(
            on: try CheckSubject(
                Program(contract, in: folder, by: confinement), before: older, seed: seed,
                formCheck: formCheck),
            only: chosen)
    }
}
