internal import ArgumentParser
internal import ClinicClient
internal import Messages

/// Shows what a person has to do.
struct TodayCommand: Visit {
    static let configuration = CommandConfiguration(
        commandName: "today", abstract: "Show what you have to do, most urgent first.",
        discussion: """
            Each duty says whom it is about, what to say and do, by when, and each command that does \
            it; words in capitals are yours to fill in. What nobody has yet is shown to all of the \
            role that it falls to. Your own duties are shown plain; for those of others see \
            `cairn duties`. What is late, what somebody may be in danger by, and what is due before \
            your next shift begins is shown; what is due later is counted. It needs the ledger alone: \
            it also works while another service is down. While the ledger is down it shows what the \
            others tell, and ends with 69.
            """)

    @OptionGroup var visitor: VisitOptions

    @Flag(help: "Show also what is due later.")
    var ahead = false

    @Flag(help: "Show each, however many there are.")
    var all = false

    @Flag(help: "A list of JSON, of each.")
    var json = false

    func visit(_ opened: OpenedClinic, over session: inout BusSession) async throws -> Output {
        guard visitor.person.staff != nil || opened.host != nil else {
            throw ClientError.unnamed()
        }
        let staff = try visitor.person.visitor(of: opened)
        try TodayCommand.check(opened.clinic.staff.first { $0.id == staff }?.roles ?? [])
        let now = await opened.now(over: &session)
        var hours = StaffHours(opened.clinic)
        var lines: [DutyLine] = []
        var (warning, silence): (String?, ClientError?) = (nil, nil)
        do {
            lines = try await session.ask(
                OpenDuties(dueBy: hours.untilNextShift(of: [staff], at: now.utc)))
        } catch let error as ClientError where error.ending == .unavailable {
            let untold = await untold(to: staff, in: opened, at: now, over: &session)
            (lines, warning, silence) = (untold.lines, untold.warning, error)
        }
        let sheet = DutySheet(
            of: staff, in: opened.clinic, lines, now: now, isWhole: ahead,
            most: all ? nil : DutySheet.readable)
        let output =
            try json
            ? Output(JSONText.readable(sheet.entries), notes: [warning])
            : Output(
                warning.map { warning in
                    [Output.Line(warning, .bad)]
                        + (lines.isEmpty ? [Output.Line("\(staff): none of these.")] : sheet.lines)
                } ?? sheet.lines)
        return output.failing(silence)
    }

    /// What others tell while the ledger does not answer. Only what is known: nobody is told that there
    /// is nothing to do.
    private func untold(
        to staff: StaffID, in opened: OpenedClinic, at now: Moment, over session: inout BusSession
    ) async -> DutiesUntold {
        let actor = try? visitor.person.named(in: opened)
        return DutiesUntold(
            staff: staff, roles: opened.clinic.staff.first { $0.id == staff }?.roles ?? [],
            alerts: try? await session.ask(OpenAlerts()),
            contacts: try? await session.ask(NextContacts()),
            sessions: try? await session.ask(CalendarView(week: now.today.weekStart), as: actor),
            now: now, timeZone: opened.clinic.timeZone)
    }

    /// Who gets no duty has a day's work all the same, and is told where it stands.
    private static func check(_ roles: [Role]) throws {
        guard roles == [.frontDesk] else { return }
        throw ClientError.refused(
            Advice(
                "The front desk gets no duties: each tells of a client in treatment.",
                remedy: "`cairn session list` shows whom to expect today, and what is not written"
                    + " down yet."))
    }
}
