internal import ArgumentParser
internal import Messages
internal import ServiceKit

/// Says how the clinic is.
struct StatusCommand: Visit {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Say how the clinic is: open alerts, then processes.",
        discussion: """
            Exits with 0 only if the clinic works, 1 if anything keeps it from working, which is \
            said with what to do, and 69 if the clinic is not up. docs/operating/status.md lists \
            all that it looks at.

            Alerts stand in the order in which to act. Who may acknowledge one (CAIRN_AS) sees \
            what it is and what to do, and nobody sees whom.
            """)

    @OptionGroup var visitor: VisitOptions

    func visit(_ place: OpenedClinic, over session: inout BusSession) async throws -> Output {
        var report = await StatusCommand.report(of: place, over: &session)
        report.leftOut = place.leftOut
        report.files = ClinicFiles(in: place.folder)
        report.mayAct = try PersonOptions.mayAcknowledge(nil, in: place)
        report.supervisor = SupervisorProcess(folder: place.folder).pid
        let output = Output(report.lines, ending: report.isWrong ? .wrong : .done)
        guard report.supervisor == nil, report.processes == nil else { return output }
        return output.failing(ToolError.clinicNotUp(folder: place.folder.path))
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
