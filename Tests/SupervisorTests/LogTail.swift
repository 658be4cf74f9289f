import ClinicFiles
import Messages
import Supervisor

/// The end of a process's log. It reads files alone, so it works with the supervisor down.
struct LogTail: Sendable {
    private let clinic: ClinicFolder

    init(clinic: ClinicFolder) { self.clinic = clinic }

    /// No more lines than this, of files of no more than 64 MiB.
    static let mostLines = 10_000
    private static let mostBytes = 64 << 20

    /// The last lines, oldest first; none if there is no log yet.
    func lines(_ count: Int, of name: Identity) -> [String] {
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
        (try? PlainFile.read(path, limit: LogTail.mostBytes)) ?? []
    }
}
