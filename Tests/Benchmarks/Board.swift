internal import BenchmarkPeers

/// The numbers that the processes of one measurement share, in a mapped file.
struct Board: Sendable {
    /// A pointer is not Sendable, its bits are; the mapping lasts as long as the process.
    private let bits: UInt

    init(path: String) throws {
        guard let pointer = board_open(path) else { throw BenchmarkError("cannot map \(path)") }
        bits = UInt(bitPattern: pointer)
    }

    var pointer: UnsafeMutableRawPointer? { UnsafeMutableRawPointer(bitPattern: bits) }

    subscript(_ slot: Slot) -> Int64 {
        get { board_get(pointer, slot.number) }
        nonmutating set { board_set(pointer, slot.number, newValue) }
    }

    func add(_ value: Int64, to slot: Slot) { board_add(pointer, slot.number, value) }

    func allJoined(_ subscribers: Int) -> Bool {
        board_all_joined(pointer, Int32(subscribers)) != 0
    }

    func slowest(_ subscribers: Int) -> Int64 { board_slowest(pointer, Int32(subscribers)) }

    /// The sum of what the first `count` received.
    func received(_ count: Int) -> Int64 { (0..<count).reduce(0) { $0 + self[.received($1)] } }

    /// Nanoseconds of the first `count` round trips.
    func samples(_ count: Int) -> [Double] {
        (0..<count).map { Double(board_sample(pointer, Int32($0))) }
    }

    func setSample(_ index: Int, _ nanoseconds: Int64) {
        board_set_sample(pointer, Int32(index), nanoseconds)
    }

    enum Slot {
        case go, sent
        case joined(Int)
        case received(Int)
        case elapsed(Int)

        fileprivate var number: Int32 {
            switch self {
            case .go: Int32(BOARD_GO)
            case .sent: Int32(BOARD_SENT)
            case .joined(let index): Int32(BOARD_JOINED) + Int32(index)
            case .received(let index): Int32(BOARD_RECEIVED) + Int32(index)
            case .elapsed(let index): Int32(BOARD_ELAPSED) + Int32(index)
            }
        }
    }
}

/// Why a benchmark could not be run.
struct BenchmarkError: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

/// Nanoseconds of the monotonic clock.
var nanosecondsNow: Int64 { board_now() }

/// Waits until something holds; throws after `seconds`.
func wait(
    for what: String, seconds: Double = 20, every microseconds: Int64 = 500,
    until holds: () throws -> Bool
) throws {
    let deadline = nanosecondsNow + Int64(seconds * 1e9)
    while try !holds() {
        guard nanosecondsNow < deadline else { throw BenchmarkError("\(what) took too long") }
        board_sleep_microseconds(microseconds)
    }
}

/// Lets the measured processes work.
func pause(seconds: Double) { board_sleep_microseconds(Int64(seconds * 1e6)) }
