internal import ArgumentParser
internal import Messages
internal import ServiceKit

/// Says how the clinic is.
struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Say how the clinic is: open alerts, then processes.",
        discussion: """
            Exits with 0 only if the clinic works, 1 if anything keeps it from working, which is \
            said with what to do, and 69 if the clinic is not up. docs/operating/status.md lists \
            all that it looks at.
            """)

    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var person: PersonOptions

    func run() async throws {
        let place = try clinic.open()
        let terminal = Terminal.standard
        var report = try await place.visit(as: person) { session in
            await StatusCommand.report(of: place, over: &session)
        }
        report.leftOut = place.leftOut
        report.files = ClinicFiles(in: place.folder)
        report.mayAct = try PersonOptions.mayAcknowledge(nil, in: place)
        report.supervisor = SupervisorProcess(folder: place.folder).pid
        let written = Result { try show(report, on: terminal) }
        // How the clinic is counts for whoever called, also where nobody could read it.
        if report.isWrong || report.processes == nil,
            case .failure(let error as ToolError) = written
        {
            terminal.complain(error.advice)
        }
        if report.supervisor == nil, report.processes == nil {
            throw ToolError.clinicNotUp(folder: place.folder.path)
        }
        if report.isWrong { throw ArgumentParser.ExitCode(Ending.wrong.rawValue) }
        try written.get()
    }

    private func show(_ report: StatusReport, on terminal: Terminal) throws {
        for line in report.lines {
            try terminal.line(line.colour.map { terminal.paint(line.text, $0) } ?? line.text)
        }
    }

    /// Asks those who know, and listens to all.
    static func report(of place: OpenedClinic, over session: inout BusSession) async -> StatusReport
    {
        // Each peer speaks once a second.
        await session.listen(for: .milliseconds(1_300))
        var alerts: [OpenAlert]?
        var intakes: [IntakeStatus]?
        var withheld: [Identity: Advice] = [:]
        if place.clinic.services.contains(.assessment) {
            alerts = await session.glimpse(
                OpenAlerts(), within: .seconds(4), withheld: &withheld)
            // Who did not answer a moment ago is not waited for again.
            if alerts != nil { intakes = try? await session.ask(IntakeList(), within: .seconds(4)) }
        }
        let processes = try? await session.ask(Processes(), within: .seconds(4))
        let now = WallClock.now
        let heard = session.heard.filter { now - $0.value.at < .seconds(3) }
        let clock =
            processes == nil ? nil : try? await session.ask(ClockView(), within: .seconds(4))
        var report = StatusReport(
            place: place, now: place.now(heardIn: session), alerts: alerts, intakes: intakes,
            processes: processes, clock: clock, heard: heard.mapValues(\.heartbeat),
            withheld: withheld[.assessment])
        // One that is not heard would be waited for.
        if heard[.scheduler] != nil {
            report.missing = await session.missingParts(of: place.clinic)
        }
        report.wallNow = now
        return report
    }
}
