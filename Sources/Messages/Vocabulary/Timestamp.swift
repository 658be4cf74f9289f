/// A moment: milliseconds since 1970 in UTC; on the wire RFC 3339 text with milliseconds.
public struct Timestamp: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    public let milliseconds: Int64

    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// Reads `2026-11-23T14:05:09.120Z`; the fraction may be absent. Nothing but UTC is accepted.
    public init?(_ text: String) { self.init(text.utf8.span) }

    /// The same of a text's bytes.
    init?(_ bytes: Span<UInt8>) {
        guard bytes.count >= 20, bytes[bytes.count - 1] == UInt8(ascii: "Z"),
            bytes[10] == UInt8(ascii: "T"), bytes[16] == UInt8(ascii: ":"),
            let date = LocalDate(bytes.extracting(0..<10)),
            let clock = TimeOfDay(bytes.extracting(11..<16)),
            let seconds = bytes.extracting(17..<19).decimal, seconds <= 59,
            let fraction = Timestamp.milliseconds(
                ofFraction: bytes.extracting(19..<bytes.count - 1))
        else { return nil }
        let minutes = Int64(date.daysSince1970) * 1440 + Int64(clock.minutes)
        milliseconds = (minutes * 60 + Int64(seconds)) * 1000 + fraction
    }

    /// Reads `.120`, of one to nine digits, or nothing at all; what is below a millisecond is left out.
    private static func milliseconds(ofFraction bytes: Span<UInt8>) -> Int64? {
        guard !bytes.isEmpty else { return 0 }
        guard bytes[0] == UInt8(ascii: "."), (2...10).contains(bytes.count),
            var digits = bytes.extracting(1..<bytes.count).decimal
        else { return nil }
        for _ in min(4, bytes.count)..<4 { digits *= 10 }
        for _ in 4..<max(4, bytes.count) { digits /= 10 }
        return Int64(digits)
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let value = Timestamp(text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "A time must be RFC 3339 in UTC.")
        }
        self = value
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    public var description: String {
        let day = milliseconds.floorDivided(by: Self.day)
        let rest = milliseconds - day * Self.day
        let date = LocalDate(daysSince1970: Int(day))
        let clock = TimeOfDay(minutes: Int(rest / 60_000))
        let seconds = Int(rest / 1000 % 60)
        return "\(date)T\(clock):\(seconds.padded(to: 2)).\(Int(rest % 1000).padded(to: 3))Z"
    }

    /// The moment `hours` later.
    public func advanced(byHours hours: Int) -> Timestamp {
        Timestamp(milliseconds: milliseconds + Int64(hours) * Self.hour)
    }

    public static func < (left: Self, right: Self) -> Bool {
        left.milliseconds < right.milliseconds
    }
}

extension Int64 {
    func floorDivided(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}
