internal import ClinicFiles
internal import HashChain
package import Messages

/// Something that keeps a clinic from working as it is described: what, who, since when, and what
/// to do about it.
package struct Condition: Hashable {
    package var what: String
    package var since: Timestamp?
    package var remedy: String

    package init(_ what: String, since: Timestamp? = nil, remedy: String) {
        (self.what, self.since, self.remedy) = (what, since, remedy)
    }

    package init(_ advice: Advice) { self.init(advice.problem, remedy: advice.remedy) }

    package init(_ trouble: Trouble) {
        self.init(
            trouble.problem.printable(upTo: 600), since: trouble.since,
            remedy: trouble.remedy.printable(upTo: 600))
    }
}

extension StatusReport {
    /// How long an hour may be under way to somebody before it counts as waiting: heartbeats
    /// come each second.
    package static let hourPatience: Duration = .seconds(3)
    /// How long after the full hour a live clinic's clock may strike.
    private static let strikePatience: Duration = .seconds(60)
    /// How long one that the hub turned away is a reason to look.
    package static let refusalPatience: Duration = .seconds(120)
    /// Less room than this, in bytes, is soon none.
    package static let leastRoom: Int64 = 256 << 20

    /// All that keeps the clinic from working, but alerts and what the table of processes shows.
    package var conditions: [Condition] {
        files.faults.map { Condition($0) } + drift + foreigners + absences + hourWaits + troubles
            + pluginFaults + clockStands + room + logs + missing.map { Condition($0.advice) }
    }

    /// Who works by another description than the one in force, and whether the file says another.
    private var drift: [Condition] {
        let inForce = heard[.supervisor]?.configuration ?? opened.clinic.digest
        var found: [Condition] = []
        if let written = files.digest, written != inForce {
            found.append(
                Condition(
                    "clinic.yaml says something else (\(written)) than what is in force"
                        + " (\(inForce)).",
                    remedy: files.areHome
                        ? "`cairn reload` shows what would change, and makes it so."
                        : "Bring the file over from where the clinic's hub is."))
        }
        for beat in heard.values.sorted(by: { $0.identity < $1.identity }) {
            guard let own = beat.configuration, own != inForce else { continue }
            let name = beat.identity
            let remedy =
                isElsewhere(name)
                ? "Copy clinic.yaml to where it runs, and start it again there."
                : name == .supervisor
                    ? "`cairn down`, then `cairn up`." : "`cairn restart \(name)`."
            found.append(
                Condition(
                    "\(name) works by another description (\(own.printable(upTo: 600))) than the one"
                        + " in force (\(inForce)).",
                    remedy: remedy))
        }
        return found
    }

    /// Who speaks another protocol than this program.
    private var foreigners: [Condition] {
        heard.sorted { $0.key < $1.key }.compactMap { name, beat in
            WireProtocol.advice(on: name, speaking: beat.protocols).map { Condition($0) }
        }
    }

    /// Who is described, and neither run nor heard.
    private var absences: [Condition] {
        guard let processes else { return [] }
        let known = Set(processes.map(\.process)).union(opened.clinic.elsewhere ?? [])
        // Without the hub nobody would have been asked.
        return opened.clinic.services.filter {
            $0 != .hub && !known.contains($0) && heard[$0] == nil
        }.map {
            Condition("\($0) is in clinic.yaml, and is not run.", remedy: "`cairn reload`.")
        }
    }

    /// For whom an hour waits, and where.
    private var hourWaits: [Condition] {
        heard.values.sorted { $0.identity < $1.identity }.compactMap { beat in
            guard let wait = beat.hourWait, wallNow - wait.since >= Self.hourPatience
            else { return nil }
            let names = wait.owners.prefix(8).map(\.text).joined(separator: ", ")
            return Condition(
                "\(beat.identity) holds the hour: its clock waits for \(names).", since: wait.since,
                remedy: wait.owners.first.map {
                    "See \($0) below, and `cairn logs \($0)`; `cairn start \($0)` if it does not"
                        + " run."
                } ?? "See `cairn logs \(beat.identity)`.")
        }
    }

    /// What the processes themselves tell. What several of them tell in the same words, such as
    /// each reader of a stream that lost events, is one line.
    private var troubles: [Condition] {
        var found: [Condition] = []
        for beat in heard.values.sorted(by: { $0.identity < $1.identity }) {
            for trouble in (beat.troubles ?? []).prefix(Trouble.limit) {
                let told = Condition(trouble)
                if let index = found.firstIndex(where: { $0.what == told.what }) {
                    found[index].since = [found[index].since, told.since].compactMap(\.self).min()
                } else {
                    found.append(told)
                }
            }
        }
        return found
    }

    /// What plugins told and others could not take in: their own fault, and nobody else's, also of
    /// one that does not run any more.
    private var pluginFaults: [Condition] {
        let plugins = Set(heard.values.flatMap(\.pluginsAtFault)).sorted()
        return plugins.compactMap { plugin in
            let readers = heard.values.filter { $0.pluginsAtFault.contains(plugin) }.map(\.identity)
                .sorted()
            guard let first = readers.first else { return nil }
            let names = readers.map(\.text).joined(separator: ", ")
            return Condition(
                "What \(plugin.printable(upTo: 600)) tells cannot be taken in by \(names).",
                remedy:
                    "See `cairn parked list \(first)`, then `cairn parked discard \(first) STREAM"
                    + " --all --reason TEXT --as STAFF`.")
        }
    }

    /// A live clinic's clock that should have struck, and nobody said that it waits.
    private var clockStands: [Condition] {
        guard !opened.mode.isRehearsal, let clock, clock.problem == nil, let last = clock.lastHour,
            wallNow - last.advanced(byHours: 1) >= Self.strikePatience
        else { return [] }
        return [
            Condition(
                "The clinic's clock stands still.", since: last,
                remedy: "See `cairn logs supervisor`; `cairn down`, then `cairn up`.")
        ]
    }

    private var room: [Condition] {
        guard let left = files.freeBytes, left < Self.leastRoom else { return [] }
        return [
            Condition(
                "The disk of \(opened.folder.path) is nearly full: \(left >> 20) MB are left.",
                remedy: "Free space on it: without room nothing can be recorded.")
        ]
    }

    private var logs: [Condition] {
        files.strangeLogs.map { file in
            Condition(
                "\(file) is no plain file: what its process prints is lost.",
                remedy: "Move it away: `mv \(file) \(file).away`. A log is begun anew.")
        }
    }

    private func isElsewhere(_ name: Identity) -> Bool {
        opened.clinic.elsewhere?.contains(name) ?? false
    }
}
