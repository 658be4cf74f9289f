/// Fresh identifiers in the layout of UUID version 7 (RFC 9562): a time, then chance.
///
/// It draws from 128 bits that the shell passes in: from the system in a live clinic, from the
/// seed and the causing message in rehearsal, so that one history always has the same identifiers.
public struct IdentifierSource: Sendable {
    private var high: UInt64
    private var low: UInt64
    private let time: Timestamp

    public init(high: UInt64, low: UInt64, time: Timestamp) {
        self.high = high
        self.low = low
        self.time = time
    }

    /// The next identifier: 36 characters in lower case.
    public mutating func next() -> String {
        let stamp = UInt64(max(0, time.milliseconds)) & 0xffff_ffff_ffff
        let first = stamp << 16 | 0x7000 | draw(&high) & 0x0fff
        let second = draw(&low) & 0x3fff_ffff_ffff_ffff | 0x8000_0000_0000_0000
        let digits = hex(first) + hex(second)
        let cuts = [0, 8, 12, 16, 20, 32]
        return zip(cuts, cuts.dropFirst()).map { String(digits.dropFirst($0).prefix($1 - $0)) }
            .joined(separator: "-")
    }

    /// SplitMix64 (Steele, Lea & Flood 2014).
    private func draw(_ state: inout UInt64) -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }

    private func hex(_ value: UInt64) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
