package import Messages
package import ServiceKit
internal import SystemPackage

/// The end of a process's log. It reads files alone, so it works with the supervisor down.
package struct LogTail: Sendable {
    private let clinic: ClinicFolder

    package init(clinic: ClinicFolder) { self.clinic = clinic }

    /// No more lines than this, and no more than 4 MiB of either file.
    package static let mostLines = 10_000
    private static let mostBytes = 4 << 20

    /// The last lines, oldest first; none if there is no log yet.
    package func lines(_ count: Int, of name: Identity) -> [String] {
        let wanted = min(max(count, 0), LogTail.mostLines)
        // A line may begin in the older file and end in the newer one.
        var text = tail(of: clinic.log(of: name))
        if text.count(where: { $0 == newline }) <= wanted {
            text = tail(of: clinic.olderLog(of: name)) + text
        }
        var lines = text.split(separator: newline, omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines.suffix(wanted).map { String(decoding: $0, as: UTF8.self) }
    }

    private var newline: UInt8 { UInt8(ascii: "\n") }

    private func tail(of path: String) -> [UInt8] {
        guard let file = try? FileDescriptor.open(FilePath(path), .readOnly) else { return [] }
        defer { try? file.close() }
        guard let size = try? file.seek(offset: 0, from: .end) else { return [] }
        let start = max(0, size - Int64(LogTail.mostBytes))
        var bytes = [UInt8](repeating: 0, count: Int(size - start))
        let count = bytes.withUnsafeMutableBytes {
            (try? file.read(fromAbsoluteOffset: start, into: $0)) ?? 0
        }
        return Array(bytes.prefix(count))
    }
}
