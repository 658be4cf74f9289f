internal import ClinicFiles
internal import Foundation
internal import Glibc
internal import Messages
internal import Platform

/// The end of a process's log, and what is added to it. It reads files, so it works with the
/// clinic down.
struct LogReader {
    /// What is read at once at most of what was added, in bytes.
    private static let stepBytes = 1 << 20
    /// A line that is longer than this, in bytes, loses its beginning.
    private static let lineBytes = 1 << 16

    private let path: String
    private var file: FileHandle?
    private var inode: UInt64?
    private var rest = Data()

    init(of process: Identity, in folder: ClinicFolder) { path = "\(folder.logs)/\(process).log" }

    /// The last lines, oldest first; `nil` if there is no log.
    mutating func last(_ count: Int) -> [String]? {
        guard open(), let file else { return nil }
        let newer = LogEnd(of: file.fileDescriptor, lines: count)
        guard newer.isWhole, newer.lines.count < count,
            let older = LogReader.opened(path + ".1")
        else { return newer.lines }
        defer { close(older) }
        return LogEnd(of: older, lines: count - newer.lines.count).lines + newer.lines
    }

    /// Why the log cannot be read; `nil` where it can, or where there is none.
    var fault: SystemFault? {
        do { close(try PlainOpening.descriptor(path, O_RDONLY)) } catch .refused(let number) {
            return number == ENOENT ? nil : SystemFault(number)
        } catch { return nil }
        return nil
    }

    /// The last line that the process itself printed since it was started last; `nil` if there is
    /// none.
    var lastOwnLine: String? {
        var reader = self
        let mark = "[supervisor] "
        for line in (reader.last(200) ?? []).reversed() {
            guard line.hasPrefix(mark) else { return line.printable(upTo: 300) }
            if line.contains(" started, process ") { return nil }
        }
        return nil
    }

    /// The whole lines that were added since; a log that was rotated is read from its beginning.
    mutating func added() -> [String] {
        if file == nil { _ = open() }
        let step = nextStep()
        var data = rest + step
        // The one before is read to its end first.
        if step.count < Self.stepBytes, isReplaced, open() { data += nextStep() }
        let end = data.lastIndex(of: UInt8(ascii: "\n"))
        rest = Data(data[(end.map { $0 + 1 } ?? data.startIndex)...].suffix(Self.lineBytes))
        return end.map { LogReader.lines(in: Data(data[...$0])) } ?? []
    }

    private func nextStep() -> Data { (try? file?.read(upToCount: Self.stepBytes)) ?? Data() }

    private var isReplaced: Bool { LogReader.inode(of: path).map { $0 != inode } ?? false }

    private mutating func open() -> Bool {
        // What is no plain file is no log: a pipe would be waited for.
        guard let number = LogReader.opened(path) else { return false }
        file = FileHandle(fileDescriptor: number, closeOnDealloc: true)
        inode = LogReader.inode(of: path)
        return true
    }

    private static func opened(_ path: String) -> Int32? {
        try? PlainOpening.descriptor(path, O_RDONLY)
    }

    private static func inode(of path: String) -> UInt64? {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return (attributes?[.systemFileNumber] as? NSNumber)?.uint64Value
    }

    private static func lines(in data: Data) -> [String] {
        data.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
    }
}

/// The last lines of a file, read from its end: neither its length nor a hole in it counts.
struct LogEnd {
    /// Oldest first.
    private(set) var lines: [String] = []
    /// Whether these are all that the file has.
    private(set) var isWhole = false

    /// No more than this is read, in bytes.
    private static let limitBytes = 4 << 20
    private static let partBytes = 1 << 16
    private static let newline = UInt8(ascii: "\n")

    init(of descriptor: Int32, lines count: Int) {
        // What is added from now on is read from there.
        let end = Int(lseek(descriptor, 0, SEEK_END))
        var parts: [[UInt8]] = []
        var start = end
        var found = 0
        // One more than are wanted: that ends the line before them.
        while start > 0, found <= count, end - start < Self.limitBytes {
            let size = min(Self.partBytes, start)
            var part = [UInt8](repeating: 0, count: size)
            guard pread(descriptor, &part, size, off_t(start - size)) == size else { break }
            start -= size
            found += part.count { $0 == Self.newline }
            parts.append(part)
        }
        var bytes = Array(parts.reversed().joined())[...]
        isWhole = start == 0 && found <= count
        // The first line may be cut.
        if start > 0 {
            bytes = bytes.firstIndex(of: Self.newline).map { bytes[($0 + 1)...] } ?? []
        }
        lines = bytes.split(separator: Self.newline).suffix(max(0, count)).map {
            String(decoding: $0, as: UTF8.self)
        }
    }
}
