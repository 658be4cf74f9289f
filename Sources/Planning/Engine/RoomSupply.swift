/// The rooms of each site and block, as the search asks for them.
///
/// Where no group needs a feature, rooms are ordered by what they seat, and so a set of sessions
/// fits exactly when for each size there are no more sessions of it or above than rooms
/// (``seating(_:site:block:)``). Where one does, the rooms themselves are matched.
struct RoomSupply: Sendable {
    struct Space: Sendable {
        let capacity: Int
        /// What it has, as bits.
        let features: UInt64
    }

    private static let sizes = DenseProblem.mostSeats + 1
    private let blockCount: Int
    /// Rooms that seat a number of clients, by site, block and that number.
    private let counts: [Int32]
    /// The rooms that are open, by site and block.
    private let spaces: [[Space]]
    /// Whether a group of the site needs a feature.
    private let needsFeatures: [Bool]

    init(_ problem: Problem) {
        blockCount = problem.blocks.count
        var spaces: [[Space]] = []
        var counts: [Int32] = []
        for site in problem.sites {
            for block in problem.blocks {
                let open = problem.rooms.filter {
                    $0.site == site && !$0.closed.contains(block.id)
                }
                for size in 0..<RoomSupply.sizes {
                    counts.append(Int32(open.count { $0.capacity >= size }))
                }
                spaces.append(
                    open.map {
                        Space(
                            capacity: $0.capacity,
                            features: RoomSupply.bits($0.features, in: problem))
                    })
            }
        }
        self.counts = counts
        self.spaces = spaces
        needsFeatures = problem.sites.map { site in
            problem.groupTemplates.contains { $0.site == site && !$0.roomFeatures.isEmpty }
        }
    }

    /// Features as bits, in the order of their names; one that no room has is a bit too.
    static func bits(_ features: [String], in problem: Problem) -> UInt64 {
        guard !features.isEmpty else { return 0 }
        let all = Set(
            problem.rooms.flatMap(\.features) + problem.groupTemplates.flatMap(\.roomFeatures)
        ).sorted()
        return features.compactMap(all.firstIndex(of:)).reduce(0) { $0 | 1 << UInt64($1) }
    }

    /// The place of a number of clients at a site in a block, in counts of sessions.
    @inline(__always)
    func place(_ size: Int, site: Int, block: Int) -> Int {
        (site * blockCount + block) * RoomSupply.sizes + size
    }

    /// Rooms that seat a number of clients, at the place that ``place(_:site:block:)`` gives.
    @inline(__always)
    func seating(at place: Int) -> Int32 { counts[place] }

    /// The number of places for counts.
    var placeCount: Int { counts.count }

    @inline(__always)
    func needsFeatures(at site: Int) -> Bool { needsFeatures[site] }

    /// Whether sessions, each by its size and needs, find a room each.
    func canHouse(_ sessions: [Space], site: Int, block: Int) -> Bool {
        let rooms = spaces[site * blockCount + block]
        guard sessions.count <= rooms.count else { return false }
        var tenants = [Int](repeating: -1, count: rooms.count)
        for session in sessions.indices {
            var tried: UInt64 = 0
            guard house(session, of: sessions, in: rooms, &tenants, &tried) else { return false }
        }
        return true
    }

    /// Gives one session a room, where another may have to move for it.
    private func house(
        _ session: Int, of sessions: [Space], in rooms: [Space], _ tenants: inout [Int],
        _ tried: inout UInt64
    ) -> Bool {
        let need = sessions[session]
        for room in rooms.indices where !tried.has(room) {
            guard rooms[room].capacity >= need.capacity,
                rooms[room].features & need.features == need.features
            else { continue }
            tried |= 1 << UInt64(room)
            let tenant = tenants[room]
            if tenant < 0 || house(tenant, of: sessions, in: rooms, &tenants, &tried) {
                tenants[room] = session
                return true
            }
        }
        return false
    }
}
