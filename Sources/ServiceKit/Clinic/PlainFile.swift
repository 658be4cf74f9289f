internal import Glibc
internal import Messages

/// A file that a person put there, read with a bound: neither a pipe nor a huge file holds up who
/// looks at it.
package enum PlainFile {
    /// Why it was not read.
    package enum Fault: Error, Equatable {
        case missing
        case danglingLink
        case notPlain
        case tooLarge(limit: Int)
        /// The system's error number.
        case refused(Int32)
    }

    /// Reads a whole file of no more bytes than the limit.
    package static func read(_ path: String, limit: Int) throws(Fault) -> [UInt8] {
        // Without waiting: a pipe that nobody writes to would hold up who opens it.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else { throw fault(errno, at: path) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .refused(errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notPlain }
        guard status.st_size <= limit else { throw .tooLarge(limit: limit) }
        // It may grow meanwhile.
        var bytes = [UInt8](repeating: 0, count: limit + 1)
        var count = 0
        while count < bytes.count {
            let more = bytes.withUnsafeMutableBytes {
                Glibc.read(descriptor, $0.baseAddress.map { $0 + count }, $0.count - count)
            }
            if more < 0, errno == EINTR { continue }
            guard more >= 0 else { throw .refused(errno) }
            if more == 0 { break }
            count += more
        }
        guard count <= limit else { throw .tooLarge(limit: limit) }
        return Array(bytes.prefix(count))
    }

    private static func fault(_ number: Int32, at path: String) -> Fault {
        guard number == ENOENT else {
            return number == ENXIO || number == EISDIR ? .notPlain : .refused(number)
        }
        var status = stat()
        return lstat(path, &status) == 0 ? .danglingLink : .missing
    }
}

extension PlainFile.Fault {
    /// The rest of a sentence that begins with the file.
    package var phrase: String {
        switch self {
        case .missing: "is not there"
        case .danglingLink: "is a link that leads nowhere"
        case .notPlain: "is no plain file"
        case .tooLarge(let limit): "has more than \(limit) bytes"
        case .refused(let number): "cannot be read: \(SystemFault(number).text)"
        }
    }
}
