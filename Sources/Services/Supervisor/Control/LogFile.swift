internal import Glibc
internal import Platform

/// A log of bounded size: at its limit it becomes `.1`, and the `.1` before it goes.
///
/// A disk that refuses costs log lines, never a process: what cannot be written is counted.
package struct LogFile: ~Copyable {
    /// Bytes in each of the two files of a log.
    package static let standardLimit = 8 << 20

    private let path: String
    private let olderPath: String
    private let limit: Int
    private var descriptor: Int32 = -1
    private var size = 0
    private var lost = 0

    init(path: String, olderPath: String, limit: Int) {
        self.path = path
        self.olderPath = olderPath
        self.limit = limit
    }

    mutating func write(_ bytes: ArraySlice<UInt8>) {
        if descriptor >= 0, !isInPlace { moveOn() }
        if descriptor >= 0, size + bytes.count > limit { rotate() }
        if descriptor < 0 { reopen() }
        if lost > 0, put(Array("[supervisor] \(lost) bytes of log were lost here\n".utf8)[...]) {
            lost = 0
        }
        if !put(bytes) { lost += bytes.count }
    }

    /// Whether the file that is open is the one that people see: somebody may have removed, moved
    /// or replaced it, as `logrotate` does.
    private var isInPlace: Bool { FileMark(of: descriptor) == FileMark(at: path) }

    /// Goes on in the file that people see; where it cannot be made, in the one that is open.
    private mutating func moveOn() {
        let next = LogFile.opened(path)
        guard next >= 0 else { return }
        close(descriptor)
        descriptor = next
        size = Int(lseek(next, 0, SEEK_END))
    }

    private mutating func reopen() {
        openInPlace()
        if size > limit { rotate() }
    }

    private mutating func rotate() {
        close(descriptor)
        rename(path, olderPath)
        openInPlace()
    }

    private mutating func openInPlace() {
        descriptor = LogFile.opened(path)
        size = descriptor < 0 ? 0 : Int(lseek(descriptor, 0, SEEK_END))
    }

    /// A log, to write at its end; with its folder, should that be gone. Negative if the system
    /// refuses it, or what lies there is no plain file: a pipe that nobody reads would hold up all
    /// that the supervisor does.
    static func opened(_ path: String) -> Int32 {
        let flags = O_WRONLY | O_CREAT | O_APPEND
        do { return try PlainOpening.descriptor(path, flags) } catch .refused(ENOENT) {
            guard let slash = path.lastIndex(of: "/"), mkdir(String(path[..<slash]), 0o700) == 0
            else { return -1 }
            return (try? PlainOpening.descriptor(path, flags)) ?? -1
        } catch { return -1 }
    }

    private mutating func put(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard descriptor >= 0 else { return false }
        var rest = bytes
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            size += count
            rest = rest.dropFirst(count)
        }
        return true
    }

    deinit { if descriptor >= 0 { close(descriptor) } }
}
