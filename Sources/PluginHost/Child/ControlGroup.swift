internal import Foundation
internal import Glibc

/// A group of the kernel's around one program: it limits what all in it use together.
package struct ControlGroup: Hashable, Sendable {
    private var places: [ControlGroups.Controller: ControlGroups.Place] = [:]

    init() {}

    mutating func add(_ place: ControlGroups.Place, of controller: ControlGroups.Controller) {
        places[controller] = place
    }

    /// Its folders; of version 2 one for all that it limits.
    private var folders: [String] { Set(places.values.map(\.folder)).sorted() }

    /// Writes its limits; `false` where the kernel does not take one.
    func limit(memoryBytes: Int64, processes: Int) -> Bool {
        places.allSatisfy { controller, place in
            switch (controller, place.version) {
            case (.pids, _):
                ControlGroups.write("\(processes)", to: "\(place.folder)/pids.max")
            case (.memory, 1):
                // Swap counts too, where the kernel counts it.
                ControlGroups.write(
                    "\(memoryBytes)", to: "\(place.folder)/memory.limit_in_bytes")
                    && (ControlGroups.write(
                        "\(memoryBytes)", to: "\(place.folder)/memory.memsw.limit_in_bytes")
                        || access("\(place.folder)/memory.memsw.limit_in_bytes", F_OK) != 0)
            case (.memory, _):
                ControlGroups.write("\(memoryBytes)", to: "\(place.folder)/memory.max")
                    && (ControlGroups.write("0", to: "\(place.folder)/memory.swap.max")
                        || access("\(place.folder)/memory.swap.max", F_OK) != 0)
            }
        }
    }

    /// A command that enters the group before it begins, so that nothing is ever outside of it.
    func arguments(around command: [String]) -> [String] {
        let files = folders.map { "\($0)/cgroup.procs" }
        let enter =
            #"n=$1; shift; while [ "$n" -gt 0 ]; do echo 0 > "$1" || exit 71;"#
            + #" shift; n=$((n - 1)); done; exec "$@""#
        return ["/bin/sh", "-c", enter, "sh", "\(files.count)"] + files + command
    }

    /// Whether the kernel has ended somebody in it, for it held too much.
    package var hasOverrun: Bool {
        guard let place = places[.memory] else { return false }
        let name = place.version == 1 ? "memory.oom_control" : "memory.events"
        let text = (try? String(contentsOfFile: "\(place.folder)/\(name)", encoding: .utf8)) ?? ""
        return text.split(separator: "\n").contains { line in
            let words = line.split(separator: " ")
            return words.first == "oom_kill" && words.last != "0"
        }
    }

    /// Ends all that is in it, also what has left its family and its session.
    func end() {
        for place in Set(places.values)
        where place.version == 1 || !ControlGroups.write("1", to: "\(place.folder)/cgroup.kill") {
            let file = "\(place.folder)/cgroup.procs"
            let text = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
            for pid in text.split(separator: "\n").compactMap({ pid_t($0) }) where pid > 1 {
                kill(pid, SIGKILL)
            }
        }
    }

    /// Whether nobody is in it any more.
    var isEmpty: Bool {
        folders.allSatisfy { folder in
            let text = try? String(contentsOfFile: "\(folder)/cgroup.procs", encoding: .utf8)
            return text?.isEmpty ?? true
        }
    }

    /// Takes it away; what somebody is still in stays.
    func remove() { for folder in folders { rmdir(folder) } }
}
