internal import Glibc
internal import Messages
internal import Platform

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
        let descriptor: Int32
        do { descriptor = try PlainOpening.descriptor(path, O_RDONLY) } catch {
            throw fault(error, at: path)
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .refused(errno) }
        guard status.st_size <= limit else { throw .tooLarge(limit: limit) }
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 1 << 16)
        // It may grow meanwhile.
        while bytes.count <= limit {
            let count = part.withUnsafeMutableBytes {
                Glibc.read(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .refused(errno) }
            if count == 0 { return bytes }
            bytes += part[..<count]
        }
        throw .tooLarge(limit: limit)
    }

    /// Reads a file of the clinic's own.
    ///
    /// - Throws: ``ClinicError``, which names the file and why it was not read.
    package static func ofClinic(_ path: String) throws -> [UInt8] {
        do { return try read(path, limit: clinicLimit) } catch { throw error.refusal(of: path) }
    }

    fileprivate static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// More bytes than a description or a list of keys of any clinic has.
    private static let clinicLimit = 16 << 20

    private static func fault(_ failure: PlainOpening.Failure, at path: String) -> Fault {
        switch failure {
        case .notPlain: return .notPlain
        case .refused(ENOENT):
            var status = stat()
            return lstat(path, &status) == 0 ? .danglingLink : .missing
        case .refused(let number): return .refused(number)
        }
    }
}

extension PlainFile.Fault {
    /// What is told where it was a file of the clinic's own.
    func refusal(of path: String) -> ClinicError {
        switch self {
        case .missing: .refused(SystemFault(ENOENT), "read", path)
        case .refused(let number): .refused(SystemFault(number), "read", path)
        case .notPlain where PlainFile.isFolder(path): .refused(SystemFault(EISDIR), "read", path)
        case .danglingLink, .notPlain, .tooLarge: .unreadable(path, "it \(phrase)")
        }
    }

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
