internal import Messages

/// A hub and its pipes, in which a plan's faults happen. What one sends to another stays in order.
struct SimulatedBus {
    /// What waits on its way to a peer.
    struct Parcel {
        let due: Int64
        let order: Int
        let sender: Int
        let frame: Frame
    }

    private struct Seat {
        let identity: Identity
        /// What its socket asks for, whether or not the hub knows.
        var wanted: [String] = []
        var forgotten: Set<String> = []
        /// From when the hub knows of it.
        var connectedAt: Int64 = 0
        var parcels: [Parcel] = []
        var isOpen = false
    }

    private struct Window {
        let end: Int64
        let happening: Plan.Happening
        let salt: UInt64
    }

    /// What a peer may leave unread, as a socket's limit; beyond it the newest is lost.
    static let queueLimit = 1_000

    private let seed: UInt64
    private var seats: [Seat] = []
    private var windows: [Window] = []
    private var lanes: [Int: Int64] = [:]
    private var sent = 0
    private var hubUpAt: Int64 = 0

    init(seed: UInt64) { self.seed = seed }

    mutating func addSeat(for identity: Identity) -> Int {
        seats.append(Seat(identity: identity))
        return seats.count - 1
    }

    func isHubUp(at now: Int64) -> Bool { now >= hubUpAt }

    mutating func open(_ seat: Int, at now: Int64) {
        seats[seat].isOpen = true
        seats[seat].connectedAt = now
    }

    /// A process ended: what it asked for is gone, and what it had not sent yet.
    mutating func close(_ seat: Int, at now: Int64) {
        seats[seat].isOpen = false
        seats[seat].wanted = []
        seats[seat].forgotten = []
        seats[seat].parcels = []
        for other in seats.indices {
            seats[other].parcels.removeAll { $0.sender == seat && $0.due > now }
        }
    }

    mutating func subscribe(_ seat: Int, _ prefix: String) {
        if !seats[seat].wanted.contains(prefix) { seats[seat].wanted.append(prefix) }
        seats[seat].forgotten.remove(prefix)
    }

    /// Takes what has arrived.
    mutating func drain(_ seat: Int, at now: Int64) -> [Frame] {
        let parcels = seats[seat].parcels
        let count = parcels.firstIndex { $0.due > now } ?? parcels.count
        guard count > 0 else { return [] }
        seats[seat].parcels.removeFirst(count)
        return parcels.prefix(count).map(\.frame)
    }

    /// When the next message arrives at a peer.
    func nextArrival(_ seat: Int) -> Int64? { seats[seat].parcels.first?.due }

    /// Begins what a plan does to the bus.
    mutating func begin(_ happening: Plan.Happening, number: Int, at now: Int64) {
        switch happening {
        case .loss(_, _, let length), .repeats(_, _, let length), .delay(_, _, _, let length):
            windows.append(
                Window(end: now + length, happening: happening, salt: UInt64(number + 1)))
        case .hubRestart(let down): restartHub(down: down, at: now)
        case .deaf(let identity):
            for seat in seats.indices where seats[seat].identity == identity {
                seats[seat].forgotten = Set(seats[seat].wanted.filter { $0.hasPrefix("event.") })
            }
        default: break
        }
    }

    mutating func endFaults() { windows = [] }

    private mutating func restartHub(down: Int64, at now: Int64) {
        hubUpAt = now + down
        for seat in seats.indices {
            seats[seat].parcels.removeAll { $0.due > now }
            seats[seat].forgotten = []
            // Sockets connect again by themselves, each in its own time.
            let pause = Int64(draw(UInt64(seat), UInt64(now)) % 1_000)
            seats[seat].connectedAt = max(seats[seat].connectedAt, hubUpAt + pause)
        }
    }

    mutating func send(_ frame: Frame, from sender: Int, at now: Int64) {
        guard isHubUp(at: now), seats[sender].isOpen, seats[sender].connectedAt <= now else {
            return
        }
        windows.removeAll { $0.end <= now }
        sent += 1
        for seat in seats.indices where takes(frame, seat, at: now) {
            var due = now + 1 + Int64(draw(UInt64(sent), UInt64(seat)) % 4)
            var copies = [Int64]()
            var isLost = seats[seat].parcels.count >= Self.queueLimit
            for window in windows {
                let chance = draw(UInt64(sent), UInt64(seat) &+ window.salt << 8)
                switch window.happening {
                case .loss(seats[seat].identity, let oneIn, _) where chance % oneIn == 0:
                    isLost = true
                case .repeats(seats[seat].identity, let oneIn, _) where chance % oneIn == 0:
                    copies.append(Int64(chance >> 32 % 2_000))
                case .delay(seats[sender].identity, seats[seat].identity, let late, _):
                    due += late
                default: break
                }
            }
            guard !isLost else { continue }
            due = max(due, lanes[sender << 8 | seat] ?? 0)
            lanes[sender << 8 | seat] = due
            insert(frame, from: sender, to: seat, due: due)
            for copy in copies { insert(frame, from: sender, to: seat, due: due + copy) }
        }
    }

    private func takes(_ frame: Frame, _ seat: Int, at now: Int64) -> Bool {
        seats[seat].isOpen && seats[seat].connectedAt <= now
            && seats[seat].wanted.contains {
                frame.bytes.starts(with: $0.utf8) && !seats[seat].forgotten.contains($0)
            }
    }

    private mutating func insert(_ frame: Frame, from sender: Int, to seat: Int, due: Int64) {
        let parcel = Parcel(due: due, order: sent, sender: sender, frame: frame)
        var place = seats[seat].parcels.count
        while place > 0, seats[seat].parcels[place - 1].due > due { place -= 1 }
        seats[seat].parcels.insert(parcel, at: place)
    }

    /// Chance that depends on what it is asked for and on the seed alone.
    private func draw(_ first: UInt64, _ second: UInt64) -> UInt64 {
        SplitMix64.mixed(
            seed &+ first &* 0x9e37_79b9_7f4a_7c15 &+ second &* 0xd1b5_4a32_d192_ed03)
    }
}
