internal import ArgumentParser
internal import ClinicClient
internal import Messages

/// Shows what everybody has to do.
struct DutiesCommand: Look {
    static let configuration = CommandConfiguration(
        commandName: "duties",
        abstract: "Show everybody's duties: how many are open and late, whose, and which longest.",
        discussion: """
            Whom a duty is about, and what to do, is shown of your own duties, and of all others \
            for a reason. What is due after the next shift of the staff begins, or of the person, is \
            counted, and shown with `--ahead`. `cairn today` shows one person's, with the command for \
            each.
            """)

    @OptionGroup var looking: LookOptions

    @Flag(help: "Only those that are late.")
    var late = false

    @Flag(help: "Show also each that is due later.")
    var ahead = false

    @Flag(help: "Show each, however many there are.")
    var all = false

    @Option(help: "Only this person's.")
    var person: String?

    @Option(help: "Only those about this client: c-0001, c1 or 1.")
    var client: ClientWord?

    @Flag(help: "As JSON, masked as the text is.")
    var json = false

    var scope: String { "duties" }
    var subject: ClientID? { try? client?.id() }

    func fetch(in opened: OpenedClinic, over session: inout BusSession) async throws -> DutyTable {
        let client = try client?.id()
        let now = await opened.now(over: &session).utc
        let person = try person.map { try ShortForm.staff($0, in: opened.clinic) }
        var hours = StaffHours(opened.clinic)
        let duties = try await session.ask(
            OpenDuties(
                person: person, client: client, lateAt: late ? now : nil,
                dueBy: hours.untilNextShift(
                    of: person.map { [$0] } ?? opened.clinic.staff.map(\.id), at: now)))
        return DutyTable(
            duties, in: opened.clinic, now: now,
            viewer: try looking.visitor.person.visitor(of: opened), isWhole: ahead)
    }

    func show(_ table: DutyTable, in sight: Sight, over session: inout BusSession) async throws
        -> Output
    {
        var table = table
        table.isRevealing = sight.isRevealing
        if all { table.most = nil }
        return try json ? Output(JSONText.readable(table.page)) : Output(table.lines)
    }
}
