/// Many short lists of indices in one piece of memory: asking one counts no references.
struct IndexLists: Sendable {
    private var starts: [Int32] = [0]
    private var items: [Int32] = []

    init(_ lists: [[Int32]]) {
        starts.reserveCapacity(lists.count + 1)
        for list in lists {
            items += list
            starts.append(Int32(items.count))
        }
    }

    /// The places of a list's items, for ``item(at:)``.
    @inline(__always)
    subscript(list: Int) -> Range<Int> { Int(starts[list])..<Int(starts[list + 1]) }

    @inline(__always)
    func item(at place: Int) -> Int { Int(items[place]) }

    @inline(__always)
    func isEmpty(_ list: Int) -> Bool { starts[list] == starts[list + 1] }

    /// One of a list, or nil if it is empty.
    @inline(__always)
    func random(_ list: Int, _ chance: inout Chance) -> Int? {
        let places = self[list]
        return places.isEmpty ? nil : item(at: places.lowerBound + chance.below(places.count))
    }

    func contains(_ item: Int, in list: Int) -> Bool {
        items[self[list]].contains(Int32(item))
    }
}
