package import Messages
package import TestKit

/// A command in a service's table of corrections: what it records is taken back, and each view and
/// each duty is then as it was before.
package struct CommandCorrection<Kind: Core & Equatable>: Sendable, CustomStringConvertible {
    /// Which command.
    package let command: any Command.Type
    /// A part of the refusal, where nothing that the command records can be taken back.
    private let refused: String?
    /// What may stay by right, by the type of its view, or `duties`; all else is as it was.
    private let staying: Set<String>
    private let prepare: @Sendable (inout CoreDesk<Kind>) throws -> Void
    private let make: @Sendable (CoreDesk<Kind>) throws -> any Command

    /// - Parameters:
    ///   - staying: the views in which something stays by right; each of them does look otherwise.
    ///   - prepare: what has to be there before the command is given.
    ///   - make: makes the command of what is there.
    package init<Order: Command>(
        _ command: Order.Type, refused: String? = nil, staying: Set<String> = [],
        after prepare: @escaping @Sendable (inout CoreDesk<Kind>) throws -> Void = { _ in },
        giving make: @escaping @Sendable (CoreDesk<Kind>) throws -> Order
    ) {
        (self.command, self.refused, self.prepare) = (command, refused, prepare)
        self.staying = staying
        self.make = { try make($0) }
    }

    package var description: String { command.verb }

    /// Gives the command at a desk and takes it back; what is not as it should be, in words.
    package func faults(at fresh: CoreDesk<Kind>, seenBy views: [any Query]) throws -> [String] {
        var desk = fresh
        try prepare(&desk)
        let before = try Sight(of: desk, views)
        let known = Set(desk.history.map(\.id))
        try desk.order(make(desk))
        guard try Sight(of: desk, views) != before else { return ["it shows in no view"] }
        // What nobody ordered follows from the rest.
        let made = desk.history.filter { !known.contains($0.id) && $0.actor != nil }
        var refusals: [String] = []
        for fact in made.reversed() {
            do { try desk.retract(fact.id) } catch let refusal as Refusal {
                refusals.append("\(refusal)")
            }
        }
        if let refused {
            let isRefused = refusals.count == made.count
            return isRefused && refusals.contains { $0.contains(refused) }
                ? [] : ["of \(made.count) events these are refused: \(refusals)"]
        }
        guard refusals.count < made.count else { return refusals }
        let rebuilt = desk.core == desk.rebuilt() ? [] : ["a restart finds another state"]
        let differences = try Sight(of: desk, views).differences(from: before)
        let stays = staying.subtracting(differences.map(\.what)).sorted()
        return differences.filter { !staying.contains($0.what) }.map(\.words)
            + stays.map { "nothing stays in \($0)" } + rebuilt
    }
}

extension CommandCorrection where Kind.Contract: ServiceContract {
    /// What a table leaves out of the service's contract: commands and queries, by their types.
    package static func left(out rows: [Self], seenBy views: [any Query]) -> [String] {
        let commands = Set(rows.map { $0.command.type })
        let queries = Set(views.map { type(of: $0).type })
        return Kind.Contract.decides.map { $0.type }.filter { !commands.contains($0) }
            + Kind.Contract.answers.map { $0.type }.filter { !queries.contains($0) }
    }
}

/// All that anybody can see of a service at a moment.
private struct Sight: Equatable {
    private var views: [View] = []
    /// The open duties, by kind and client: one that comes again is another duty.
    private var duties: [String] = []

    /// What one query showed.
    private struct View: Equatable {
        let query: String
        let shown: AnyHashable
    }

    init<Kind: Core>(of desk: CoreDesk<Kind>, _ queries: [any Query]) throws {
        for query in queries { try see(query, at: desk) }
        var book = DutyBook()
        for event in desk.published { book.apply(event) }
        duties = book.open.values.map { "\($0.kind) of \($0.client?.text ?? "nobody")" }.sorted()
    }

    /// Where something is otherwise, and what.
    func differences(from other: Sight) -> [(what: String, words: String)] {
        let seen = zip(views, other.views).filter { $0 != $1 }.map { now, before in
            (now.query, "\(before.shown) is now \(now.shown)")
        }
        return seen
            + (duties == other.duties
                ? [] : [("duties", "\(other.duties) are now \(duties)")])
    }

    private mutating func see<Kind: Core>(_ query: any Query, at desk: CoreDesk<Kind>) throws {
        if let query = query as? any PagedQuery { return try seePages(query, at: desk) }
        func view<Question: Query>(_ query: Question) throws -> AnyHashable {
            AnyHashable(try desk.view(query))
        }
        views.append(View(query: "\(type(of: query))", shown: try view(query)))
    }

    private mutating func seePages<Kind: Core>(
        _ query: some PagedQuery, at desk: CoreDesk<Kind>
    ) throws {
        let lines = try desk.view(query)?.sorted { $0.place < $1.place }
        views.append(View(query: "\(type(of: query))", shown: AnyHashable(lines)))
    }
}
