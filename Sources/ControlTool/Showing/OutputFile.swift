internal import Glibc
internal import Messages

/// Where a long result goes: a file that nobody else may read, or standard output.
final class OutputFile {
    private let descriptor: Int32
    private let path: String?
    private var buffer: [UInt8] = []

    /// - Parameter path: the file to write anew; `nil` for standard output.
    init(_ path: String?) throws {
        self.path = path
        guard let path else {
            descriptor = STDOUT_FILENO
            return
        }
        descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        // A file that was there keeps its permissions unless they are taken.
        guard descriptor >= 0, fchmod(descriptor, 0o600) == 0 else {
            throw ToolError.system(String(cString: strerror(errno)), doing: "write \(path)")
        }
    }

    deinit { if path != nil { close(descriptor) } }

    /// Adds a line; it is written when some have gathered.
    func line(_ text: [UInt8]) throws {
        buffer += text
        buffer.append(UInt8(ascii: "\n"))
        if buffer.count >= 1 << 16 { try flush() }
    }

    /// Writes what has gathered.
    func flush() throws {
        var rest = buffer[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            guard count > 0 else {
                guard let path else { throw OutputGone() }
                throw ToolError.system(String(cString: strerror(errno)), doing: "write \(path)")
            }
            rest = rest.dropFirst(count)
        }
        buffer = []
    }
}
