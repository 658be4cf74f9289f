internal import Foundation
internal import Glibc

/// What the system lets a process have, looked at before anything begins: where it runs out in the
/// middle, libraries end the process in words of their own.
package enum SystemLimits {
    /// Files and sockets that a service, or the tool, opens at most.
    package static let filesOfPeer = 64
    /// Address space of a process, in bytes.
    private static let addressSpace: rlim_t = 2 << 30
    /// Threads of a process, with those that its supervisor has for it.
    private static let threadsOfProcess = 12

    /// Files and sockets that the largest process of a clinic opens.
    ///
    /// The hub has a door for each identity at each address, and two sockets for each that joined;
    /// the supervisor some for each process, which are fewer than there are identities.
    package static func filesOfHub(identities: Int, addresses: Int) -> Int {
        96 + identities * (4 + addresses)
    }

    /// Raises what this process allows itself, if the system lets it; its children inherit that.
    ///
    /// - Throws: ``LimitError/files(allowed:needed:)`` if it cannot have so many.
    package static func makeRoom(forFiles needed: Int) throws {
        guard var limit = limit(RLIMIT_NOFILE) else { return }
        guard limit.rlim_max >= rlim_t(needed) else {
            throw LimitError.files(allowed: Int(clamping: limit.rlim_max), needed: needed)
        }
        // Twice as many: people come and go, and plugins are dropped in.
        let wanted = min(limit.rlim_max, rlim_t(max(2 * needed, 1024)))
        guard limit.rlim_cur < wanted else { return }
        limit.rlim_cur = wanted
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }

    /// Checks that a clinic of so many processes can be run.
    package static func check(processes: Int) throws {
        if let space = limit(RLIMIT_AS)?.rlim_cur, space < addressSpace {
            throw LimitError.addressSpace(
                allowedMegabytes: Int(space >> 20), neededMegabytes: Int(addressSpace >> 20))
        }
        // It does not count for root.
        guard geteuid() != 0, let threads = limit(__RLIMIT_NPROC)?.rlim_cur, threads < 1 << 20
        else { return }
        let needed = threadsInUse() + (processes + 2) * threadsOfProcess
        guard threads >= rlim_t(needed) else {
            throw LimitError.processes(allowed: Int(threads), needed: needed)
        }
    }

    private static func limit(_ resource: __rlimit_resource) -> rlimit? {
        var limit = rlimit()
        return getrlimit(__rlimit_resource_t(resource.rawValue), &limit) == 0 ? limit : nil
    }

    /// The threads of all processes of this user: each is a folder below `task`.
    private static func threadsInUse() -> Int {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.reduce(0) { sum, name in
            var status = stat()
            guard Int32(name) != nil, stat("/proc/\(name)/task", &status) == 0,
                status.st_uid == geteuid()
            else { return sum }
            return sum + max(0, Int(status.st_nlink) - 2)
        }
    }
}
