/// A wish for a view that may be longer than a message: it is answered page by page.
///
/// Whoever asks goes on with ``after`` set to the last page's ``Page/next``, until there is none.
public protocol PagedQuery: Query where View == Page<Item> {
    /// One line of the view.
    associatedtype Item: PageItem
    /// Where to go on: what the page before said is next. From the first item on if left out.
    var after: Item.Place? { get set }
    /// The most items wanted; as many as a page holds if left out.
    var limit: Int? { get set }
}

/// One line of a view that comes in pages.
public protocol PageItem: Codable, Hashable, Sendable {
    /// What the items of a view are in order of.
    associatedtype Place: Codable, Comparable, Hashable, Sendable
    /// Where the line stands in its view: no other of the same view has this place, and it stays
    /// while others come and go.
    var place: Place { get }
}

/// A part of a view, in the order of its items' places.
public struct Page<Item: PageItem>: Codable, Hashable, Sendable {
    /// The lines that the page holds.
    public var items: [Item]
    /// What to give as `after` for the page that follows; none where nothing follows.
    public var next: Item.Place?

    public init(items: [Item], next: Item.Place?) {
        self.items = items
        self.next = next
    }
}

/// The most that the items of one page have, in bytes of their JSON: escaped in a reply, they stay
/// below what a message may hold.
public enum PageLimit {
    /// Bytes of JSON of one page.
    public static let bytes = 200 * 1024
    /// Lines of one page.
    public static let items = 500
}

extension PagedQuery {
    /// Where a page ends may name a client.
    public static var markedOtherwise: [String: Mark] { ["after": .identifies, "limit": .open] }

    /// The first items after ``after``: as many as were asked for and as a page holds, and at least
    /// one, so that whoever asks gets on.
    ///
    /// - Parameter items: the whole view, or what of it follows ``after``, in any order.
    public func page(of items: some Sequence<Item>) throws -> Page<Item> {
        let rest = items.filter { item in after.map { item.place > $0 } ?? true }
            .sorted { $0.place < $1.place }
        let most = min(max(1, limit ?? PageLimit.items), PageLimit.items)
        var page: [Item] = []
        var bytes = 0
        for item in rest.prefix(most) {
            bytes += try JSONText.encode(item).count
            guard bytes <= PageLimit.bytes || page.isEmpty else { break }
            page.append(item)
        }
        return Page(items: page, next: page.count < rest.count ? page.last?.place : nil)
    }

    /// A page of a whole view; `nil` for what is no view of this query.
    public func page(ofWhole view: any Sendable) throws -> (any Codable & Sendable)? {
        try (view as? [Item]).map { try page(of: $0) }
    }
}

extension OpenAlert: PageItem {
    /// Those for now come first, then those that are due first.
    public var place: String { "\(urgency == .now ? 0 : 1) \(due) \(alert)" }
}

extension Measure: PageItem {
    /// The oldest form comes first.
    public var place: String { "\(at) \(order.padded(to: 10)) \(submission)" }
}

extension IntakeStatus: PageItem {
    /// Those who wait longest come first.
    public var place: String { "\(since) \(client)" }
}

extension EnrollmentStatus: PageItem {
    /// One client, one line.
    public var place: String { client.text }
}

extension WeekLine: PageItem {
    /// Sessions come first, in order of time, then who is offered too few group hours, then who has
    /// no individual session, then what is not planned.
    public var place: String {
        if let session { return "1 \(session.start) \(session.session)" }
        if let shortfall { return "2 \(shortfall.client)" }
        if let unplaced { return "4 \(unplaced.group) \(unplaced.therapy) \(unplaced.offering)" }
        return "3 \(withoutIndividual?.client.text ?? "")"
    }
}

extension NextContact: PageItem {
    /// Those who are to be called soonest come first.
    public var place: String { "\(due) \(client)" }
}

extension RosterLine: PageItem {
    /// Groups come first, then those who wait, in each phase those who wait longest first, then
    /// those who must not meet.
    public var place: String {
        if let apart { return "2 \(apart.first) \(apart.second)" }
        guard let waiting else { return "0 \(group?.text ?? "")" }
        return "1 \(waiting.phase) \(since?.description ?? "") \(waiting.client)"
    }
}

extension LedgerLine: PageItem {
    /// Its position in the ledger.
    public var place: Int64 { position }
}
