internal import ArgumentParser
internal import Messages

/// A time of day as a person types one: `09:00`, `9:00`, `0900` or `9`.
enum TimeWord {
    /// The time that is meant; `nil` for what is none.
    ///
    /// - Parameter isStrict: whether it must have a colon, where a number may mean something else.
    static func read(_ text: String, isStrict: Bool = false) -> TimeOfDay? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard text.utf8.allSatisfy({ (48...58).contains($0) }) else { return nil }
        switch parts.count {
        case 2 where (1...2).contains(parts[0].count):
            return TimeOfDay((parts[0].count == 1 ? "0" : "") + text)
        case 1 where !isStrict && (1...2).contains(text.count):
            return TimeOfDay((text.count == 1 ? "0" : "") + text + ":00")
        case 1 where !isStrict && text.count == 4:
            return TimeOfDay("\(text.prefix(2)):\(text.suffix(2))")
        default: return nil
        }
    }

    /// The same as an argument.
    @Sendable static func parse(_ text: String) throws -> TimeOfDay {
        guard let time = read(text) else {
            throw ValidationError("A time is 09:00, 9:00 or 9.")
        }
        return time
    }
}
