/// Changes that wait for their reader, in order, at most ``bound`` of them.
///
/// At the bound an older change of some process whose newer change waits too makes room: a slow
/// reader misses steps in between, never where a process stands now.
package struct ChangeQueue<Key: Hashable & Sendable, Change: Sendable>: Sendable {
    package let bound: Int
    /// How many changes made room for newer ones.
    package private(set) var dropped = 0
    private var waiting: [(key: Key, change: Change)] = []

    package init(bound: Int) {
        precondition(bound > 0, "a queue holds something")
        self.bound = bound
    }

    package var count: Int { waiting.count }

    /// Takes in a change; at the bound one makes room, the oldest if no process has two.
    package mutating func append(_ change: Change, for key: Key) {
        waiting.append((key, change))
        makeRoom()
    }

    package mutating func popFirst() -> Change? {
        waiting.isEmpty ? nil : waiting.removeFirst().change
    }

    /// Empties the queue; what its reader could not use goes back with ``putBack(_:)``.
    package mutating func takeAll() -> [(key: Key, change: Change)] {
        defer { waiting = [] }
        return waiting
    }

    /// Takes back what was taken, ahead of what came since.
    package mutating func putBack(_ taken: [(key: Key, change: Change)]) {
        waiting.insert(contentsOf: taken, at: 0)
        while waiting.count > bound { makeRoom() }
    }

    private mutating func makeRoom() {
        guard waiting.count > bound else { return }
        var newest: [Key: Int] = [:]
        for (index, entry) in waiting.enumerated() { newest[entry.key] = index }
        let outdated = waiting.indices.first { newest[waiting[$0].key] != $0 }
        waiting.remove(at: outdated ?? 0)
        dropped += 1
    }
}
