import Foundation

extension RunningClinic {
    /// A process that was started on the clinic's folder.
    struct Member: Hashable {
        let pid: Int32
        let arguments: [String]
    }

    /// Who runs on this clinic's folder now, told by the arguments; the tool `cairn` apart.
    func processes() -> [Member] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { Int32($0) }.sorted().compactMap { pid in
            let line = FileManager.default.contents(atPath: "/proc/\(pid)/cmdline") ?? Data()
            let arguments = line.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
            let isTool = arguments.first?.hasSuffix("/cairn") ?? true
            return arguments.contains(path) && !isTool
                ? Member(pid: pid, arguments: arguments) : nil
        }
    }

    /// The supervisor's number, without the guard that it starts.
    func supervisor() throws -> Int32 {
        let found = processes().first {
            $0.arguments[0].hasSuffix("/cairn-supervisor") && !$0.arguments.contains("guard")
        }
        guard let found else { throw TestFault("no supervisor runs on \(path)") }
        return found.pid
    }

    /// What `cairn status` says now; `nil` while it says nothing.
    func status() async throws -> Status? { Status(try await cairn("status").output) }

    /// Waits until processes are in a state.
    @discardableResult
    func waits(
        for state: String, of names: String..., where holds: (Status) -> Bool = { _ in true }
    ) async throws -> Status {
        var last: Status?
        do {
            try await wait(for: "\(names.joined(separator: ", ")) \(state)") {
                last = try await status()
                return last.map { now in
                    names.allSatisfy { now[$0]?.state == state } && holds(now)
                } ?? false
            }
        } catch { throw TestFault("\(error)\n\(last?.text ?? "no status")") }
        guard let last else { throw TestFault("no status") }
        return last
    }
}

/// What `cairn status` prints, read.
struct Status {
    /// A line of the table.
    struct Row {
        let state: String
        let pid: Int32?
        let detail: String
    }

    let text: String
    /// Date and time as the clinic has it; texts that sort as time does.
    let time: String
    private let rows: [String: Row]

    init?(_ text: String) {
        let lines = text.split(separator: "\n").map(String.init)
        guard let title = lines.first?.split(separator: ", ").last,
            let header = lines.firstIndex(where: { $0.hasPrefix("PROCESS") })
        else { return nil }
        self.text = text
        time = String(title)
        rows = lines[(header + 1)...].reduce(into: [:]) { rows, line in
            let words = line.split(separator: " ", maxSplits: 5, omittingEmptySubsequences: true)
            guard words.count > 4 else { return }
            rows[String(words[0])] = Row(
                state: String(words[1]), pid: Int32(words[2]),
                detail: words.count > 5 ? String(words[5]) : "")
        }
    }

    subscript(process: String) -> Row? { rows[process] }
}
