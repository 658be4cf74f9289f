package import ClinicFiles
internal import Foundation
package import Messages

/// A process of the clinic's that somebody stopped with a signal: it neither works nor ends until
/// it is let go on.
package struct HaltedProcess: Hashable {
    let name: String
    let pid: Int32

    /// Those that work in a clinic's folder, by their numbers.
    static func all(in folder: ClinicFolder) -> [HaltedProcess] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { Int32($0) }.sorted().compactMap { pid in
            guard let name = halted(pid) else { return nil }
            let line = FileManager.default.contents(atPath: "/proc/\(pid)/cmdline") ?? Data()
            let words = line.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
            guard let option = words.firstIndex(of: "--clinic"), option + 1 < words.count,
                words[option + 1] == folder.path, !words.contains("guard")
            else { return nil }
            return HaltedProcess(
                name: words.first?.split(separator: "/").last.map(String.init) ?? name, pid: pid)
        }
    }

    /// What to tell of them; `nil` where there are none.
    package static func advice(in folder: ClinicFolder) -> Advice? {
        let found = all(in: folder)
        guard !found.isEmpty else { return nil }
        let names = found.map { "\($0.name) (process \($0.pid))" }.joined(separator: ", ")
        let numbers = found.map { "\($0.pid)" }.joined(separator: " ")
        return Advice(
            "Somebody stopped \(names) with a signal.",
            remedy: "`kill -CONT \(numbers)` lets that go on.")
    }

    /// The name of a process that a signal has stopped.
    private static func halted(_ pid: Int32) -> String? {
        guard let text = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
            let start = text.firstIndex(of: "("), let end = text.lastIndex(of: ")"),
            text[end...].dropFirst(2).first == "T"
        else { return nil }
        return String(text[text.index(after: start)..<end])
    }
}
