internal import Journal
internal import Messages

/// Which entries name whom, of a ledger's journal in memory.
struct NameIndex {
    private var positions: [String: [Int64]] = [:]
    /// How far the entries are indexed that came before the index was begun anew.
    private(set) var unindexed: Unindexed?

    func positions(of name: String) -> [Int64] { (positions[name] ?? []).sorted() }

    /// Notes whom an entry names, and for a correction whom what it corrects names.
    mutating func add(_ entry: Entry, among entries: [Entry]) {
        for name in Self.names(in: entry, among: entries) {
            positions[name, default: []].append(entry.position)
        }
    }

    mutating func remove(_ entry: Entry) {
        for name in positions.keys { positions[name]?.removeAll { $0 == entry.position } }
    }

    /// Indexes the next entries that came before the index was begun anew.
    mutating func addMore(limit: Int, of entries: [Entry]) {
        guard let left = unindexed else { return }
        let next = entries[Int(left.done)..<Int(left.all)].prefix(limit)
        for entry in next { add(entry, among: entries) }
        let done = left.done + Int64(next.count)
        unindexed = done < left.all ? Unindexed(done: done, all: left.all) : nil
    }

    /// Begins anew, with all entries that there are.
    mutating func forget(_ count: Int) {
        positions = [:]
        unindexed = count > 0 ? Unindexed(done: 0, all: Int64(count)) : nil
    }

    private static func names(in entry: Entry, among entries: [Entry]) -> Set<String> {
        let mentions = Mentions(in: entry.raw)
        guard let corrected = mentions.corrected else { return mentions.names }
        return entries.prefix(Int(entry.position) - 1)
            .filter { !$0.isOwn && (try? Envelope($0.raw).id) == corrected }
            .reduce(into: mentions.names) { $0.formUnion(names(in: $1, among: entries)) }
    }
}
