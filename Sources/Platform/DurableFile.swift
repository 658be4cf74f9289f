internal import Glibc

/// Files that are there whole, and for good, once a function returns; readable for their owner
/// alone.
///
/// The bytes stand under another name beside the file's place until the disk has them. A failure
/// leaves nothing behind.
package enum DurableFile {
    /// The call that the system refused, with its `errno`.
    package struct Failure: Error, Equatable {
        package let path: String
        package let errno: Int32
    }

    /// Puts a file in the place of the one before, if there is one. One writer of a file at a time.
    package static func replace(_ path: String, with bytes: [UInt8]) throws(Failure) {
        let draft = "\(path).new"
        // A writer that was killed left this behind: its room is wanted, its content is not.
        unlink(draft)
        let target = try Descriptor(draft, O_WRONLY | O_CREAT | O_EXCL)
        do {
            try target.write(bytes)
            try target.sync()
            try check(rename(draft, path), path)
        } catch {
            unlink(draft)
            throw error
        }
        try sync(folderOf: path)
    }

    /// Writes a new file. One that is there, or that another writer makes meanwhile, is left as it
    /// is: a failure with `EEXIST`.
    package static func create(_ path: String, with bytes: [UInt8]) throws(Failure) {
        var rest: [UInt8]? = bytes
        try create(path) { () throws(Failure) in
            defer { rest = nil }
            return rest
        }
    }

    /// Writes a new file of parts, until there is none.
    package static func create(
        _ path: String, from next: () throws(Failure) -> [UInt8]?
    ) throws(Failure) {
        // Under a name of its own: another may be writing the same file.
        let draft = "\(path).\(String(UInt64.random(in: .min ... .max), radix: 16)).new"
        let target = try Descriptor(draft, O_WRONLY | O_CREAT | O_EXCL)
        var isClaimed = false
        do {
            while let part = try next() { try target.write(part) }
            try target.sync()
            // The process that makes the name has it: no other one puts a file there.
            _ = try Descriptor(path, O_WRONLY | O_CREAT | O_EXCL)
            isClaimed = true
            try check(rename(draft, path), path)
        } catch {
            unlink(draft)
            if isClaimed { unlink(path) }
            throw error
        }
        try sync(folderOf: path)
    }

    /// Reads a whole file of no more bytes than a process has room for.
    package static func read(_ path: String) throws(Failure) -> [UInt8] {
        let file = try Descriptor(reading: path)
        var bytes: [UInt8] = []
        while let part = try file.read() {
            bytes += part
            guard bytes.count <= limitBytes else { throw Failure(path: path, errno: EFBIG) }
        }
        return bytes
    }

    private static let limitBytes = 256 << 20

    /// Waits until the disk has a file or a folder.
    package static func sync(_ path: String) throws(Failure) {
        try Descriptor(path, O_RDONLY).sync()
    }

    /// Waits until the disk has the names in a file's folder: without this, the file's own could be
    /// gone after a power failure.
    package static func sync(folderOf path: String) throws(Failure) {
        guard let slash = path.lastIndex(of: "/") else { return try sync(".") }
        try sync(slash == path.startIndex ? "/" : String(path[..<slash]))
    }

    private static func check(_ result: Int32, _ path: String) throws(Failure) {
        guard result == 0 else { throw Failure(path: path, errno: errno) }
    }
}

/// An open file that is closed with its object.
package final class Descriptor {
    package let path: String
    private let number: Int32

    /// Opens a file; one that is made is for its owner alone, which is the folder's owner.
    package init(_ path: String, _ flags: Int32) throws(DurableFile.Failure) {
        self.path = path
        number = Descriptor.uninterrupted { open(path, flags | O_CLOEXEC, 0o600) }
        guard number >= 0 else { throw DurableFile.Failure(path: path, errno: errno) }
        if flags & O_CREAT != 0 { FolderOwner.keep(number, at: path) }
    }

    /// Opens a plain file to read it. Another kind is refused: a pipe would be waited for.
    package init(reading path: String) throws(DurableFile.Failure) {
        self.path = path
        do { number = try PlainOpening.descriptor(path, O_RDONLY) } catch {
            throw switch error {
            case .notPlain: DurableFile.Failure(path: path, errno: EINVAL)
            case .refused(let number): DurableFile.Failure(path: path, errno: number)
            }
        }
    }

    deinit { close(number) }

    /// The next part of the file, 64 KiB at most; `nil` at its end.
    package func read() throws(DurableFile.Failure) -> [UInt8]? {
        var part = [UInt8](repeating: 0, count: 1 << 16)
        let count = Descriptor.uninterrupted { Glibc.read(number, &part, part.count) }
        guard count >= 0 else { throw failure }
        return count == 0 ? nil : Array(part.prefix(count))
    }

    /// Writes all of some bytes.
    package func write(_ bytes: [UInt8]) throws(DurableFile.Failure) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { part in
                Descriptor.uninterrupted { Glibc.write(number, part.baseAddress, part.count) }
            }
            guard count > 0 else { throw failure }
            rest = rest.dropFirst(count)
        }
    }

    /// Waits until the disk has it.
    package func sync() throws(DurableFile.Failure) {
        let result = Descriptor.uninterrupted { fsync(number) }
        // Some file systems have nothing to sync of a folder, and say so.
        guard result == 0 || errno == EINVAL else { throw failure }
    }

    private var failure: DurableFile.Failure { .init(path: path, errno: errno) }

    /// What a call gives once no signal comes between.
    private static func uninterrupted<Result: SignedInteger>(_ call: () -> Result) -> Result {
        while true {
            let result = call()
            guard result < 0, errno == EINTR else { return result }
        }
    }
}
