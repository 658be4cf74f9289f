internal import ClinicFiles
internal import Glibc

/// The processes of a supervisor that is gone.
///
/// They are known by two signs, so that neither a wiped environment nor a lost file hides one: the
/// groups recorded in `run/processes.json`, and a marker in the environment that every child and
/// its children inherit. A process number alone is no sign: numbers are used again. Nor is a path:
/// a folder is copied, with the record in it, and moved. Both signs name the folder on the disk.
struct Leftovers {
    /// The variable that marks what a supervisor started: `<incarnation>:<folder on the disk>`.
    static let marker = "CAIRN_LIFELINE"
    static func mark(_ incarnation: String, in folder: FolderIdentity?) -> String {
        "\(incarnation):\(folder?.description ?? "")"
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
    private let identity: FolderIdentity?

    init(folder: ClinicFolder, owner: Owner) {
        (self.folder, self.owner) = (folder, owner)
        identity = FolderIdentity(of: folder.path)
    }

    /// What became of them.
    struct Outcome {
        /// How many were found and asked to end.
        var found: Int
        /// Those that could not be ended.
        var left: [Int32]
    }

    /// Stops all that there are: TERM, and after the grace KILL until some looks find none.
    ///
    /// - Parameter looks: how many looks in a row must find none, 50 ms apart. A child that is
    ///   between fork and exec bears no marker yet.
    @discardableResult
    func clear(grace: Duration, looks: Int = 3) -> Outcome {
        var asked: Set<Int32> = []
        var waited: Duration = .zero
        var looksWithout = 0
        // Bounded: what survives KILL for so long is held by the kernel.
        let limit = grace + .seconds(10)
        while looksWithout < looks, waited < limit {
            let found = find()
            looksWithout = found.isEmpty ? looksWithout + 1 : 0
            for pid in found where waited >= grace { kill(pid, SIGKILL) }
            for pid in found where asked.insert(pid).inserted {
                kill(pid, SIGTERM)
                // One that was stopped hears nothing until it goes on.
                kill(pid, SIGCONT)
            }
            usleep(50_000)
            waited += .milliseconds(50)
        }
        return Outcome(found: asked.count, left: looksWithout < looks ? find() : [])
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
        guard let records = ProcessRecords.read(from: folder),
            owns(records.incarnation, in: records.folder),
            records.boot == ProcessTable.bootIdentifier()
        else { return [] }
        let alive = records.processes.filter {
            ProcessTable.entry(of: $0.pid)?.startTicks == $0.startTicks
        }
        return Set(alive.map(\.pid))
    }

    private func bearsMarker(_ pid: Int32) -> Bool {
        guard let mark = ProcessTable.variable(Leftovers.marker, of: pid),
            let colon = mark.firstIndex(of: ":")
        else { return false }
        return owns(String(mark[..<colon]), in: String(mark[mark.index(after: colon)...]))
    }

    /// One supervisor's are its own wherever the folder is by now; of others' only those of this
    /// folder count.
    private func owns(_ incarnation: String, in folder: String) -> Bool {
        switch owner {
        case .supervisor(let own): incarnation == own
        case .allBut(let own): incarnation != own && folder == identity?.description
        }
    }
}
