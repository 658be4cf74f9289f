/// Cuts what comes through a pipe into lines, and holds at most one that is not whole.
public struct LineBuffer: Hashable, Sendable {
    private var rest: [UInt8] = []
    private let limit: Int

    /// - Parameter limit: bytes of the longest line, its end left out.
    public init(limit: Int = PipeLimits.lineBytes) { self.limit = limit }

    /// Whether it holds the beginning of a line.
    public var isHolding: Bool { !rest.isEmpty }

    /// Takes in what came, and hands over the lines that it made whole.
    ///
    /// - Throws: ``PipeFault/lineTooLong``. What it held is let go then, and nothing is handed over.
    public mutating func take(_ bytes: some Sequence<UInt8>) throws(PipeFault) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        let bytes = Array(bytes)
        var start = bytes.startIndex
        while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
            try keep(bytes[start..<end])
            lines.append(rest)
            rest = []
            start = end + 1
        }
        try keep(bytes[start...])
        return lines
    }

    private mutating func keep(_ bytes: ArraySlice<UInt8>) throws(PipeFault) {
        guard rest.count + bytes.count <= limit else {
            rest = []
            throw .lineTooLong
        }
        rest += bytes
    }
}
