internal import Glibc
internal import ServiceKit

/// The processes of a supervisor that is gone.
///
/// They are known by two signs, so that neither a wiped environment nor a lost file hides one: the
/// groups recorded in `run/processes.json`, and a marker in the environment that every child and
/// its children inherit. A process number alone is no sign: numbers are used again.
struct Leftovers {
    /// The variable that marks what a supervisor started: `<incarnation>:<clinic folder>`.
    static let marker = "CAIRN_LIFELINE"
    static func mark(_ incarnation: String, in folder: ClinicFolder) -> String {
        "\(incarnation):\(folder.path)"
    }

    /// Whose processes these are.
    enum Owner {
        /// Those of one supervisor.
        case supervisor(incarnation: String)
        /// Those of all supervisors of this clinic before this one.
        case allBut(incarnation: String)
    }

    let folder: ClinicFolder
    let owner: Owner

    /// Stops all that there are: TERM, and after the grace KILL until some looks find none.
    ///
    /// - Parameter looks: how many looks in a row must find none, 50 ms apart. A child that is
    ///   between fork and exec bears no marker yet.
    /// - Returns: how many could not be ended.
    @discardableResult
    func clear(grace milliseconds: Int, looks: Int = 3) -> Int {
        var asked: Set<Int32> = []
        var waited = 0
        var looksWithout = 0
        // Bounded: what survives KILL for so long is held by the kernel.
        let limit = milliseconds + 10_000
        while looksWithout < looks, waited < limit {
            let found = find()
            looksWithout = found.isEmpty ? looksWithout + 1 : 0
            for pid in found where waited >= milliseconds { kill(pid, SIGKILL) }
            for pid in found where asked.insert(pid).inserted { kill(pid, SIGTERM) }
            usleep(50_000)
            waited += 50
        }
        return looksWithout < looks ? find().count : 0
    }

    /// Their numbers, without those that ended and wait for their parent.
    func find() -> [Int32] {
        let groups = recordedGroups()
        return ProcessTable.others().filter { entry in
            !entry.isZombie && (groups.contains(entry.group) || bearsMarker(entry.pid))
        }.map(\.pid)
    }

    /// The groups whose leader is still the process that was recorded.
    private func recordedGroups() -> Set<Int32> {
        guard let records = ProcessRecords.read(from: folder), owns(records.incarnation),
            records.boot == ProcessTable.bootIdentifier()
        else { return [] }
        let alive = records.processes.filter {
            ProcessTable.entry(of: $0.pid)?.startTicks == $0.startTicks
        }
        return Set(alive.map(\.pid))
    }

    private func bearsMarker(_ pid: Int32) -> Bool {
        guard let mark = ProcessTable.variable(Leftovers.marker, of: pid),
            let colon = mark.firstIndex(of: ":"), mark[mark.index(after: colon)...] == folder.path
        else { return false }
        return owns(String(mark[..<colon]))
    }

    private func owns(_ incarnation: String) -> Bool {
        switch owner {
        case .supervisor(let own): incarnation == own
        case .allBut(let own): incarnation != own
        }
    }
}
