/// A moment: milliseconds since 1970 in UTC; on the wire RFC 3339 text with milliseconds.
public struct Timestamp: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    public let milliseconds: Int64

    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// Reads `2026-11-23T14:05:09.120Z`; the fraction may be absent. Nothing but UTC is accepted.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes.last == UInt8(ascii: "Z"), bytes[10] == UInt8(ascii: "T"),
            let date = LocalDate(String(text.prefix(10))),
            let clock = TimeOfDay(String(text.dropFirst(11).prefix(5))),
            bytes[16] == UInt8(ascii: ":"),
            let seconds = Int64(String(text.dropFirst(17).prefix(2))), (0...59).contains(seconds)
        else { return nil }
        var fraction: Int64 = 0
        if bytes.count > 20 {
            let digits = bytes[20..<(bytes.count - 1)]
            guard bytes[19] == UInt8(ascii: "."), (1...9).contains(digits.count),
                digits.allSatisfy({ (48...57).contains($0) })
            else { return nil }
            let padded = digits.prefix(3) + Array(repeating: 48, count: max(0, 3 - digits.count))
            fraction = padded.reduce(0) { $0 * 10 + Int64($1 - 48) }
        }
        let minutes = Int64(date.daysSince1970) * 1440 + Int64(clock.minutes)
        milliseconds = (minutes * 60 + seconds) * 1000 + fraction
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
        let day = milliseconds.floorDivided(by: 86_400_000)
        let rest = milliseconds - day * 86_400_000
        let date = LocalDate(daysSince1970: Int(day))
        let clock = TimeOfDay(minutes: Int(rest / 60_000))
        let seconds = Int(rest / 1000 % 60)
        return "\(date)T\(clock):\(seconds.padded(to: 2)).\(Int(rest % 1000).padded(to: 3))Z"
    }

    /// The moment `hours` later.
    public func advanced(byHours hours: Int) -> Timestamp {
        Timestamp(milliseconds: milliseconds + Int64(hours) * 3_600_000)
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

extension Int {
    func padded(to width: Int) -> String {
        let digits = String(self)
        return String(repeating: "0", count: Swift.max(0, width - digits.count)) + digits
    }
}
