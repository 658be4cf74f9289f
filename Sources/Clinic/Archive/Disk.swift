internal import Foundation
internal import Glibc
internal import HashChain
internal import Platform

/// Files that are there for good once a function returns, readable for their owner alone.
enum Disk {
    /// Makes a folder that was not there.
    static func makeFolder(_ path: String) throws {
        guard mkdir(path, 0o700) == 0 else { throw ArchiveError.system(path, errno) }
        FolderOwner.keep(folder: path)
    }

    /// Writes a new file.
    static func write(_ bytes: [UInt8], to path: String) throws {
        try naming { () throws(DurableFile.Failure) in
            try DurableFile.create(path, with: bytes)
        }
    }

    /// Copies a file to a new one.
    static func copy(_ source: String, to path: String) throws {
        try naming { () throws(DurableFile.Failure) in
            let from = try Descriptor(reading: source)
            try DurableFile.create(path) { () throws(DurableFile.Failure) in try from.read() }
        }
    }

    /// Waits until the disk has a file or a folder.
    static func sync(_ path: String) throws {
        try naming { () throws(DurableFile.Failure) in try DurableFile.sync(path) }
    }

    /// Gives a file another name in one step.
    static func move(_ path: String, to name: String) throws {
        guard rename(path, name) == 0 else { throw ArchiveError.system(name, errno) }
    }

    /// SHA-256 of a file as lower-case hex, and its size in bytes.
    static func digest(of path: String) throws -> (hash: String, bytes: Int64) {
        let file = try naming { () throws(DurableFile.Failure) in try Descriptor(reading: path) }
        var count: Int64 = 0
        let hash = try HashChain.digest {
            let part = try naming { () throws(DurableFile.Failure) in try file.read() }
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

    /// Says what the system refused in the words of an archive.
    private static func naming<Result>(
        _ work: () throws(DurableFile.Failure) -> Result
    ) throws(ArchiveError) -> Result {
        do { return try work() } catch { throw .system(error.path, error.errno) }
    }
}
