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
        guard waiting.count > bound else { return }
        var newest: [Key: Int] = [:]
        for (index, entry) in waiting.enumerated() { newest[entry.key] = index }
        let outdated = waiting.indices.first { newest[waiting[$0].key] != $0 }
        waiting.remove(at: outdated ?? 0)
        dropped += 1
    }

    package mutating func popFirst() -> Change? {
        waiting.isEmpty ? nil : waiting.removeFirst().change
    }
}
