internal import Foundation
internal import Glibc

/// What a program and all that it started use, as the system tells it: watched where the kernel does
/// not enforce a limit.
package struct ChildUsage: Hashable, Sendable {
    /// Memory that is theirs alone, in bytes.
    package var memoryBytes: Int64 = 0
    /// Processes.
    package var processes = 0

    /// Of a process and its descendants. What ends meanwhile does not count.
    package init(of root: Int32) {
        var waiting = [root]
        let page = Int64(sysconf(Int32(_SC_PAGESIZE)))
        // A flood of processes is more than enough once it is twice the limit.
        while let pid = waiting.popLast(), processes <= Sandbox.processLimit * 2 {
            guard let pages = Self.pages(of: pid) else { continue }
            processes += 1
            memoryBytes += pages * page
            waiting += Self.children(of: pid)
        }
    }

    /// A process with those that it has started, and those that they have.
    package static func family(of root: Int32) -> [Int32] {
        var family = [root]
        var place = 0
        while place < family.count, family.count <= Sandbox.processLimit * 2 {
            family += children(of: family[place])
            place += 1
        }
        return family
    }

    private static func pages(of pid: pid_t) -> Int64? {
        guard let text = try? String(contentsOfFile: "/proc/\(pid)/statm", encoding: .utf8) else {
            return nil
        }
        let numbers = text.split(separator: " ").prefix(3).compactMap { Int64($0) }
        guard numbers.count == 3 else { return nil }
        return numbers[1] - numbers[2]
    }

    /// The processes that a process has started, and that are there.
    static func children(of pid: pid_t) -> [pid_t] {
        let tasks =
            (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/task")) ?? []
        return tasks.flatMap { task -> [pid_t] in
            let path = "/proc/\(pid)/task/\(task)/children"
            let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
            return text.split(separator: " ").compactMap { pid_t($0) }
        }
    }
}
