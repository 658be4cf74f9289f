internal import Glibc

/// Lines on their way into a pipe that never waits: what it does not take yet stays here. As one
/// question is asked at a time, that is one line at most.
struct PipeWriting {
    /// The end to write to, in non-blocking mode; `nil` while nobody is there.
    var pipe: Int32?
    private var bytes: [UInt8] = []
    /// Where what is not written yet begins.
    private var place = 0

    /// Whether nothing waits.
    var isEmpty: Bool { place == bytes.count }

    /// Adds a line, with its end.
    mutating func add(_ line: [UInt8]) {
        bytes += line
        bytes.append(UInt8(ascii: "\n"))
    }

    /// Writes what the pipe takes; says whether that was all.
    mutating func write() -> Bool {
        guard let pipe else { return isEmpty }
        while !isEmpty {
            let count = bytes[place...].withUnsafeBytes {
                Glibc.write(pipe, $0.baseAddress, $0.count)
            }
            if count > 0 {
                place += count
            } else if count < 0, errno == EINTR {
                continue
            } else {
                // Nobody reads any more: it has ended, or is about to be.
                if count < 0, errno == EPIPE { place = bytes.count }
                break
            }
        }
        guard isEmpty else { return false }
        bytes.removeAll(keepingCapacity: bytes.capacity <= Self.kept)
        place = 0
        return true
    }

    /// So many bytes are not given back for each line.
    private static let kept = 64 << 10
}
