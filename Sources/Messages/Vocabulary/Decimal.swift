extension Span<UInt8> {
    /// The number that its bytes spell in ASCII digits alone; nothing for none, for any other byte, or
    /// for more than nine.
    var decimal: Int? {
        guard (1...9).contains(count) else { return nil }
        var number = 0
        for index in indices {
            let digit = self[index] &- UInt8(ascii: "0")
            guard digit <= 9 else { return nil }
            number = number * 10 + Int(digit)
        }
        return number
    }
}

extension Int {
    /// Its digits, with zeros before them up to a width.
    func padded(to width: Int) -> String {
        let digits = String(self)
        return String(repeating: "0", count: Swift.max(0, width - digits.count)) + digits
    }
}
