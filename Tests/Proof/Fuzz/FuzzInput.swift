internal import Foundation

/// One input: some byte strings, whose meaning is the target's.
struct FuzzInput: Hashable {
    var parts: [[UInt8]]

    init(_ parts: [[UInt8]]) { self.parts = parts }

    /// Reads what ``write(to:)`` wrote.
    init(file: String) throws {
        let text = try String(contentsOfFile: file, encoding: .utf8)
        parts = try text.split(separator: "\n").map { line in
            guard let data = Data(base64Encoded: String(line.dropFirst())) else {
                throw CocoaError(.fileReadCorruptFile)
            }
            return Array(data)
        }
    }

    /// A line for each part, in Base64 behind a dash.
    func write(to file: String) throws {
        let lines = parts.map { "-\(Data($0).base64EncodedString())\n" }
        try lines.joined().write(toFile: file, atomically: true, encoding: .utf8)
    }

    var byteCount: Int { parts.reduce(0) { $0 + $1.count } }

    /// The part at a place; empty where there is none.
    subscript(place: Int) -> [UInt8] { place < parts.count ? parts[place] : [] }

    /// Smaller inputs that may fail in the same way, the smallest first.
    var reductions: [FuzzInput] {
        var found: [FuzzInput] = []
        if parts.count > 1 {
            for place in parts.indices {
                var smaller = self
                smaller.parts.remove(at: place)
                found.append(smaller)
            }
        }
        for (place, part) in parts.enumerated() {
            var size = part.count
            while size > max(0, part.count / 32) {
                for start in stride(from: 0, to: part.count, by: size) {
                    var smaller = self
                    smaller.parts[place].removeSubrange(start..<min(part.count, start + size))
                    found.append(smaller)
                }
                size /= 2
            }
        }
        return found
    }
}

/// What an input showed to be wrong.
struct Finding: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// Fails the input unless something holds.
func expect(_ holds: Bool, _ description: @autoclosure () -> String) throws {
    guard holds else { throw Finding(description()) }
}
