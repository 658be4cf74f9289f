internal import Foundation
internal import Glibc
internal import HashChain

/// Files that are there for good once a function returns, readable for their owner alone.
enum Disk {
    /// Makes a folder that was not there.
    static func makeFolder(_ path: String) throws {
        guard mkdir(path, 0o700) == 0 else { throw ArchiveError.system(path, errno) }
    }

    /// Writes a new file.
    static func write(_ bytes: [UInt8], to path: String) throws {
        let target = try Descriptor(path, O_WRONLY | O_CREAT | O_EXCL)
        try target.write(bytes)
        try target.sync()
    }

    /// Copies a file to a new one.
    static func copy(_ source: String, to path: String) throws {
        let from = try Descriptor(source, O_RDONLY)
        let target = try Descriptor(path, O_WRONLY | O_CREAT | O_EXCL)
        while let part = try from.read() { try target.write(part) }
        try target.sync()
    }

    /// Waits until the disk has a file or a folder.
    static func sync(_ path: String) throws { try Descriptor(path, O_RDONLY).sync() }

    /// Gives a file another name in one step.
    static func move(_ path: String, to name: String) throws {
        guard rename(path, name) == 0 else { throw ArchiveError.system(name, errno) }
    }

    /// SHA-256 of a file as lower-case hex, and its size in bytes.
    static func digest(of path: String) throws -> (hash: String, bytes: Int64) {
        let file = try Descriptor(path, O_RDONLY)
        var count: Int64 = 0
        let hash = try HashChain.digest {
            let part = try file.read()
            count += Int64(part?.count ?? 0)
            return part
        }
        return (hash, count)
    }

    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// The names in a folder, sorted; none if there is no folder.
    static func names(in path: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
    }

    /// Removes a file or a folder with what is in it; it need not be there.
    static func remove(_ path: String) { try? FileManager.default.removeItem(atPath: path) }

    /// An open file that is closed with its object.
    private final class Descriptor {
        private let number: Int32
        private let path: String

        init(_ path: String, _ flags: Int32) throws {
            self.path = path
            number = open(path, flags | O_CLOEXEC, 0o600)
            guard number >= 0 else { throw ArchiveError.system(path, errno) }
        }

        deinit { close(number) }

        func read() throws -> [UInt8]? {
            var part = [UInt8](repeating: 0, count: 1 << 16)
            let count = Glibc.read(number, &part, part.count)
            guard count >= 0 else { throw ArchiveError.system(path, errno) }
            return count == 0 ? nil : Array(part.prefix(count))
        }

        func write(_ bytes: [UInt8]) throws {
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes { Glibc.write(number, $0.baseAddress, $0.count) }
                guard count >= 0 || errno == EINTR else { throw ArchiveError.system(path, errno) }
                rest = rest.dropFirst(max(0, count))
            }
        }

        func sync() throws {
            guard fsync(number) == 0 else { throw ArchiveError.system(path, errno) }
        }
    }
}
