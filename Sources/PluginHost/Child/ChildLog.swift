package import Messages

/// What a program prints, as lines of its host's log: short ones, not too many, and nothing that
/// steers a terminal.
package struct ChildLog: Sendable {
    /// What each line begins with in the log of its host, which has lines of its own too.
    package static let mark = "[program] "
    /// Characters of Unicode of a line; what is beyond is left out.
    package static let lineLimit = 1_000
    /// Lines in a span of time; what is beyond is counted.
    package static let linesOfSpan = 100
    package static let span: Duration = .seconds(10)

    private var rest: [UInt8] = []
    private var isSkipping = false
    private var begins: SteadyInstant?
    private var count = 0
    private var leftOut = 0

    package init() {}

    /// The lines that some bytes make whole.
    package mutating func take(_ bytes: ArraySlice<UInt8>, at now: SteadyInstant) -> [String] {
        var lines: [String] = []
        for byte in bytes {
            guard byte != UInt8(ascii: "\n") else {
                lines += line(at: now)
                continue
            }
            // Four bytes make a character at most.
            if rest.count < Self.lineLimit * 4 { rest.append(byte) } else { isSkipping = true }
        }
        return lines
    }

    /// The line that was not ended.
    package mutating func end(at now: SteadyInstant) -> [String] {
        rest.isEmpty ? [] : line(at: now)
    }

    private mutating func line(at now: SteadyInstant) -> [String] {
        defer {
            rest = []
            isSkipping = false
        }
        if begins.map({ now - $0 >= Self.span }) ?? true {
            begins = now
            count = 0
            defer { leftOut = 0 }
            if leftOut > 0 {
                count = 2
                return ["(\(leftOut) lines were left out)", Self.shown(rest)]
            }
        }
        count += 1
        guard count <= Self.linesOfSpan else {
            leftOut += 1
            return []
        }
        return [Self.shown(rest)]
    }

    private static func shown(_ bytes: [UInt8]) -> String {
        shown(String(decoding: bytes, as: UTF8.self))
    }

    /// A line with what steers a terminal shown as what it is.
    package static func shown(_ line: String) -> String {
        line.unicodeScalars.prefix(lineLimit).reduce(into: "") { text, scalar in
            if scalar.steersTerminal || scalar.properties.generalCategory == .format {
                text += "\\u{\(String(scalar.value, radix: 16))}"
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
    }
}
