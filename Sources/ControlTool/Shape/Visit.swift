internal import ArgumentParser
internal import ClinicClient
internal import Messages

/// A command on a clinic that is up: somebody joins its bus, asks, and is shown what came.
///
/// A command declares its words, and what it asks and shows. Which clinic it is, whose key opens
/// the door, how it ends, and that an error fits where it is read, is all here.
protocol Visit: AsyncParsableCommand {
    /// Which clinic it is, and who comes.
    var visitor: VisitOptions { get }

    /// Asks for what was not typed, before anything else.
    mutating func complete() async throws

    /// Reads the clinic, and refuses one for which the command is not.
    func open() throws -> OpenedClinic

    /// What is done on the bus.
    func visit(_ opened: OpenedClinic, over session: inout BusSession) async throws -> Output
}

extension Visit {
    mutating func complete() async throws {}

    func open() throws -> OpenedClinic { try visitor.open() }

    func run() async throws {
        var command = self
        try await command.complete()
        try await command.goThere()
    }

    /// The visit from the door to the end.
    func goThere() async throws {
        let opened = try open()
        let output = try await opened.visit(as: visitor.person) {
            try await visit(opened, over: &$0)
        }
        try output.read(in: opened).show()
    }
}

/// A visit in which somebody acts, in a person's name.
protocol Act: Visit {
    /// Whether the one who runs the clinic acts where nobody is named. What is about clients is
    /// never done in nobody's name.
    static var isOperators: Bool { get }

    /// What is done.
    func act(as actor: Actor, in opened: OpenedClinic, over session: inout BusSession) async throws
        -> Output
}

extension Act {
    static var isOperators: Bool { false }

    func visit(_ opened: OpenedClinic, over session: inout BusSession) async throws -> Output {
        try await act(as: actor(in: opened), in: opened, over: &session)
    }

    func goThere() async throws {
        let opened = try open()
        // Whoever does not say who acts need not wait for the clinic.
        let actor = try actor(in: opened)
        let output = try await opened.visit(as: visitor.person) {
            try await act(as: actor, in: opened, over: &$0)
        }
        try output.read(in: opened).show()
    }

    func run() async throws {
        var command = self
        try await command.complete()
        try await command.goThere()
    }

    private func actor(in opened: OpenedClinic) throws -> Actor {
        try Self.isOperators
            ? visitor.person.operating(in: opened) : visitor.person.named(in: opened)
    }
}

/// A visit in which health data may be shown: for a reason, and that it was shown is recorded first.
protocol Look: Visit {
    associatedtype Found

    /// Which clinic it is, who looks, and why.
    var looking: LookOptions { get }

    /// What is looked at, as it is recorded: the command's name, and what narrows it down.
    var scope: String { get }

    /// Whose it is, where it is one client's.
    var subject: ClientID? { get }

    /// Whether it is said beside the result that the clinic is a rehearsal.
    static var saysThatItRehearses: Bool { get }

    /// Gets what is looked at. A refusal of it is recorded, and then nobody has looked.
    func fetch(in opened: OpenedClinic, over session: inout BusSession) async throws -> Found

    /// Shows what was got.
    func show(_ found: Found, in sight: Sight, over session: inout BusSession) async throws
        -> Output
}

extension Look {
    var visitor: VisitOptions { looking.visitor }
    var subject: ClientID? { nil }
    static var saysThatItRehearses: Bool { true }

    func visit(_ opened: OpenedClinic, over session: inout BusSession) async throws -> Output {
        try await look(at: opened, over: &session)
    }

    /// Gets it, records the look, and shows it.
    func look(at opened: OpenedClinic, over session: inout BusSession) async throws -> Output {
        let (isRevealing, found) = try await looking.revealing.look(
            scope, at: subject, by: visitor.person, in: opened, over: &session
        ) { try await fetch(in: opened, over: &$0) }
        if Self.saysThatItRehearses, let banner = opened.banner { Terminal.standard.note(banner) }
        return try await show(
            found, in: Sight(opened: opened, isRevealing: isRevealing), over: &session)
    }
}

extension Look where Found == Void {
    /// Nothing has to be got before it may be shown.
    func fetch(in opened: OpenedClinic, over session: inout BusSession) async throws {}
}

/// What may be seen in a look, and where.
struct Sight {
    let opened: OpenedClinic
    /// Whether health data is shown.
    let isRevealing: Bool

    var timeZone: String { opened.clinic.timeZone }

    /// How messages are shown.
    func form(isJSON: Bool, hasIDs: Bool = false) -> MessageLine {
        MessageLine(
            timeZone: timeZone, isRevealing: isRevealing, hasIDs: hasIDs, isJSON: isJSON)
    }
}
