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
            it also works while another service is down.
            """)

    @OptionGroup var visitor: VisitOptions

    @Flag(help: "Show also what is due later.")
    var ahead = false

    @Flag(help: "A list of JSON.")
    var json = false

    func visit(_ opened: OpenedClinic, over session: inout BusSession) async throws -> Output {
        guard visitor.person.staff != nil || opened.host != nil else {
            throw ClientError.unnamed()
        }
        let staff = try visitor.person.visitor(of: opened)
        try TodayCommand.check(opened.clinic.staff.first { $0.id == staff }?.roles ?? [])
        _ = await session.hears(.supervisor, within: BusSession.silence)
        let now = opened.now(heardIn: session)
        var hours = StaffHours(opened.clinic)
        let duties = try await session.ask(
            OpenDuties(dueBy: hours.untilNextShift(of: [staff], at: now.utc)))
        let sheet = DutySheet(of: staff, in: opened.clinic, duties, now: now, isWhole: ahead)
        return try json ? Output(JSONText.readable(sheet.entries)) : Output(sheet.lines)
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
