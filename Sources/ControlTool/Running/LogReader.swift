internal import Foundation
internal import Glibc
internal import Messages
internal import ServiceKit

/// The end of a process's log, and what is added to it. It reads files, so it works with the
/// clinic down.
struct LogReader {
    /// No more than this is read of the end of a log, in bytes.
    private static let tailBytes: UInt64 = 4 << 20

    private let path: String
    private var file: FileHandle?
    private var inode: UInt64?
    private var rest = Data()

    init(of process: Identity, in folder: ClinicFolder) { path = "\(folder.logs)/\(process).log" }

    /// The last lines, oldest first; `nil` if there is no log.
    mutating func last(_ count: Int) -> [String]? {
        guard open(), let file, let size = try? file.seekToEnd() else { return nil }
        var lines: [String] = []
        if size < Self.tailBytes, let number = LogReader.opened(path + ".1") {
            let older = FileHandle(fileDescriptor: number, closeOnDealloc: true)
            lines = LogReader.lines(in: (try? older.readToEnd()) ?? Data())
        }
        let start = size > Self.tailBytes ? size - Self.tailBytes : 0
        try? file.seek(toOffset: start)
        let newer = LogReader.lines(in: (try? file.readToEnd()) ?? Data())
        // The first line may be cut.
        lines += start > 0 ? Array(newer.dropFirst()) : newer
        return Array(lines.suffix(max(0, count)))
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
        var data = rest + ((try? file?.readToEnd()) ?? Data())
        if isReplaced, open() { data += (try? file?.readToEnd()) ?? Data() }
        guard let end = data.lastIndex(of: UInt8(ascii: "\n")) else {
            rest = data
            return []
        }
        rest = Data(data[data.index(after: end)...])
        return LogReader.lines(in: Data(data[...end]))
    }

    private var isReplaced: Bool { LogReader.inode(of: path).map { $0 != inode } ?? false }

    private mutating func open() -> Bool {
        // What is no plain file is no log: a pipe would be waited for.
        guard let number = LogReader.opened(path) else { return false }
        file = FileHandle(fileDescriptor: number, closeOnDealloc: true)
        inode = LogReader.inode(of: path)
        return true
    }

    private static func opened(_ path: String) -> Int32? {
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else { return nil }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            return nil
        }
        return descriptor
    }

    private static func inode(of path: String) -> UInt64? {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return (attributes?[.systemFileNumber] as? NSNumber)?.uint64Value
    }

    private static func lines(in data: Data) -> [String] {
        data.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
    }
}
