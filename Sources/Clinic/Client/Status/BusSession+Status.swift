package import Messages
internal import Platform

extension BusSession {
    /// Asks those who know, and listens to all.
    package mutating func report(on opened: OpenedClinic) async -> StatusReport {
        let processes = await hearEveryone(of: opened.clinic)
        var alerts: [OpenAlert]?
        var intakes: [IntakeStatus]?
        var withheld: [Identity: Advice] = [:]
        if opened.clinic.services.contains(.assessment) {
            alerts = await glimpse(
                OpenAlerts(), within: .seconds(4), withheld: &withheld)
            // Who did not answer a moment ago is not waited for again.
            if alerts != nil { intakes = try? await ask(IntakeList(), within: .seconds(4)) }
        }
        var duties: [DutyLine]?
        var concerns: [OpenConcern]?
        if opened.clinic.services.contains(.ledger), heard[.ledger] != nil {
            duties = try? await ask(OpenDuties(), within: .seconds(4))
            if duties != nil {
                concerns = try? await ask(OpenConcerns(), within: .seconds(4))
            }
        }
        let now = WallClock.now
        let heard = heard.filter { now - $0.value.at < .seconds(3) }
        let clock =
            processes == nil ? nil : try? await ask(ClockView(), within: .seconds(4))
        var report = StatusReport(
            opened: opened, now: opened.now(heardIn: self), alerts: alerts, intakes: intakes,
            processes: processes, clock: clock, heard: heard.mapValues(\.heartbeat),
            withheld: withheld[.assessment])
        // One that is not heard would be waited for.
        if heard[.scheduler] != nil {
            report.missing = await missingParts(of: opened.clinic)
        }
        if processes != nil { report.plugins = try? await ask(Plugins(), within: .seconds(4)) }
        report.duties = duties
        report.concerns = concerns
        report.wallNow = now
        return report
    }

    /// Listens until all who should be up have said how they are; whoever is silent is waited for as
    /// long as a peer takes that nobody asked.
    ///
    /// - Returns: what the supervisor says of its processes; `nil` if it said nothing.
    package mutating func hearEveryone(of clinic: Clinic) async -> [ProcessStatus]? {
        let processes = try? await ask(Processes(), within: .seconds(4))
        let resting = (processes ?? []).filter(\.isResting).map(\.process)
        let wanted = Set(clinic.services + [.hub, .supervisor] + (processes ?? []).map(\.process))
            .subtracting(resting)
        _ = await waitUntilHeard(wanted.sorted(), within: .milliseconds(1_300))
        return processes
    }
}

extension ProcessStatus {
    /// Whether it does not run now, as the supervisor says: nobody need wait for its word.
    var isResting: Bool {
        ["waiting", "backing-off", "stopped", "given-up", "failed"].contains(state)
    }
}
