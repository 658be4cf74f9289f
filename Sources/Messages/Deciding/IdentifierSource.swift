/// Fresh identifiers in the layout of UUID version 7 (RFC 9562): a time, then chance.
///
/// It draws from 128 bits that the shell passes in: from the system in a live clinic, from the
/// seed and the causing message in rehearsal, so that one history always has the same identifiers.
public struct IdentifierSource: Sendable {
    private var high: SplitMix64
    private var low: SplitMix64
    private let time: Timestamp

    public init(high: UInt64, low: UInt64, time: Timestamp) {
        self.high = SplitMix64(seed: high)
        self.low = SplitMix64(seed: low)
        self.time = time
    }

    /// A whole number from 0 up to, not including, a bound above 0: each as likely as the other.
    ///
    /// It is for what chance decides now. Whoever knows an identifier of the same source may work out
    /// what else was drawn from it: nothing that has to stay unknown for longer is drawn here.
    package mutating func number(below bound: Int) -> Int {
        Int(low.next() % UInt64(bound))
    }

    /// The next identifier: 36 characters in lower case.
    public mutating func next() -> String {
        let stamp = UInt64(max(0, time.milliseconds)) & 0xffff_ffff_ffff
        let first = stamp << 16 | 0x7000 | high.next() & 0x0fff
        let second = low.next() & 0x3fff_ffff_ffff_ffff | 0x8000_0000_0000_0000
        let digits = Hexadecimal.text(of: first) + Hexadecimal.text(of: second)
        let cuts = [0, 8, 12, 16, 20, 32]
        return zip(cuts, cuts.dropFirst()).map { String(digits.dropFirst($0).prefix($1 - $0)) }
            .joined(separator: "-")
    }
}
