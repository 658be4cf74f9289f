internal import ClinicClient
internal import Glibc
internal import Messages
internal import Platform

/// Where a long result goes: a file that nobody else may read, or standard output.
///
/// A file is written beside, under another name, and gets its own when it is whole: until then an
/// older one stays as it was. What was interrupted has `.partial-` in its name. What root writes in
/// another user's folder is that user's, as all files of a clinic are.
final class OutputFile {
    private let path: String?
    private let write: WholeWrite
    private var buffer: [UInt8] = []
    private var descriptor: Int32
    /// The names until it is whole and from then on; `nil` where there is nothing to rename.
    private var names: (draft: String, final: String)?

    /// - Parameter path: the file to write anew; `nil` for standard output.
    init(_ path: String?, write: WholeWrite = WholeWrite()) throws {
        self.path = path
        self.write = write
        guard let path else {
            descriptor = STDOUT_FILENO
            return
        }
        try ClinicsOwn.refuse(path)
        guard OutputFile.isReplaceable(path) else {
            descriptor = OutputFile.open(path, O_WRONLY)
            if descriptor < 0 { throw OutputFile.failure(errno, path) }
            return
        }
        // Where a link leads to, so that the link stays.
        let target = realpath(path, nil)
        let final = target.map { String(cString: $0) } ?? path
        free(target)
        let draft = "\(final).partial-\(String(UInt64.random(in: .min ... .max), radix: 16))"
        descriptor = OutputFile.open(draft, O_WRONLY | O_CREAT | O_EXCL)
        if descriptor < 0 { throw OutputFile.failure(errno, path) }
        FolderOwner.keep(descriptor, at: draft)
        names = (draft, final)
    }

    deinit {
        if path != nil { close(descriptor) }
        if let names { unlink(names.draft) }
    }

    /// Writes a text as a file.
    static func write(_ text: String, to path: String) throws {
        let file = try OutputFile(path)
        try file.put(Array(text.utf8))
        try file.finish()
    }

    /// Adds a line; it is written when some have gathered.
    func line(_ text: [UInt8]) throws {
        buffer += text
        buffer.append(UInt8(ascii: "\n"))
        if buffer.count >= 1 << 16 { try flush() }
    }

    /// Adds bytes as they are.
    func put(_ bytes: [UInt8]) throws {
        buffer += bytes
        if buffer.count >= 1 << 16 { try flush() }
    }

    /// Writes the rest, and gives a file its name once the disk has it.
    func finish() throws {
        try flush()
        guard let names else { return }
        let path = path ?? names.final
        guard fsync(descriptor) == 0, rename(names.draft, names.final) == 0 else {
            throw OutputFile.failure(errno, path)
        }
        self.names = nil
    }

    private func flush() throws {
        do { try write(buffer, to: descriptor) } catch {
            guard let path else { throw OutputGone.failure(error, of: "standard output") }
            throw OutputFile.failure(error.number, path)
        }
        buffer = []
    }

    /// Whether there is a file of that name, or none: a pipe or a device is written to as it is.
    private static func isReplaceable(_ path: String) -> Bool {
        var found = stat()
        return stat(path, &found) != 0 || found.st_mode & S_IFMT == S_IFREG
    }

    private static func open(_ path: String, _ flags: Int32) -> Int32 {
        while true {
            let descriptor = Glibc.open(path, flags | O_CLOEXEC, 0o600)
            if descriptor >= 0 || errno != EINTR { return descriptor }
        }
    }

    private static func failure(_ number: Int32, _ path: String) -> ClientError {
        .system(SystemFault(number), "write", path)
    }
}
