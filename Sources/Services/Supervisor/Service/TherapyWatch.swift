internal import ClinicFiles
internal import Foundation
internal import Messages
internal import Platform
internal import Supervisor
internal import SupervisorCore
internal import Synchronization
internal import TherapyContract

/// Holds the plugins in the clinic's folder against what a person approved: what comes is found, what is
/// approved is copied and runs from its copy, and what is disabled or gone runs no more.
///
/// The record decides; the copies and the list of who may join are derived from it, and the next
/// look mends what a crash has left of them.
final class TherapyWatch: Sendable {
    struct State {
        /// By the path of the folder.
        var inspected: [String: PluginInspector.Inspected] = [:]
        var underway: Set<String> = []
        /// Those that are to run, as the record says.
        var running: [Identity: PluginRegister.Standing] = [:]
        /// Those that the supervisor was given to run.
        var taken: Set<Identity> = []
        /// As what each was started last.
        var started: [Identity: Launch] = [:]
        /// The contents whose permissions this process has written down: a newer Cairn may compute
        /// others of the same contract.
        var granted: [Identity: PluginContent] = [:]
        var copying: Set<Identity> = []
        /// Why the approved content of one cannot be run.
        var faults: [Identity: Fault] = [:]
        /// Those whose content has not got to work yet, and what their hosts told last.
        var trials: Set<Identity> = []
        var beats: [Identity: Heartbeat] = [:]
        /// For how many looks in a row it was gone: whoever replaces a folder removes it first.
        var looksWithout: [Identity: Int] = [:]
        var statuses: [PluginStatus] = []
        /// The copies that were to be kept when those beside them were taken away last.
        var tidied: [Identity: Set<String>]?
        /// Those whose copy was made anew: who failed without it may try again.
        var mended: Set<Identity> = []
    }

    /// As what a plugin runs.
    struct Launch: Equatable {
        var content: PluginContent
        var unconfined: Bool
    }

    /// Why some content cannot be run.
    struct Fault {
        var content: PluginContent
        var reason: UnfitContent
        /// Whether that lies in the content, its copy or its settings, and not in the clinic's folder.
        var isItsOwn = true
    }

    private let mode: ClinicMode
    /// Whether the clinic was started without plugins: none is run, whatever the record says.
    private let holdsAll: Bool
    private let inspector = PluginInspector()
    let state = Mutex(State())

    init(mode: ClinicMode, holdsAll: Bool = false) {
        (self.mode, self.holdsAll) = (mode, holdsAll)
    }

    /// How each stands, as of the last look.
    var statuses: [PluginStatus] { state.withLock { $0.statuses } }

    /// Whether somebody is to run as the record says.
    func holds(_ name: Identity) -> Bool { state.withLock { $0.running[name] != nil } }

    /// What a plugin is started as; `nil` for who is none of these. Its copy is read anew: what
    /// runs is what was approved.
    ///
    /// - Throws: what a person has to mend first.
    func specification(of name: Identity, by programs: Programs) throws -> ProcessSpecification? {
        guard let standing = state.withLock({ $0.running[name] }), let content = standing.running
        else { return nil }
        do throws(UnfitContent) { try judge(name, content, programs) } catch {
            state.withLock { $0.faults[name] = Fault(content: content, reason: error) }
            let there = state.withLock { state in
                FolderContent(of: name, approved: content.hash, among: state.inspected.values)
            }
            throw UnfitPlugin(advice: error.advice(on: name, content, beside: there))
        }
        state.withLock { state in
            state.faults[name] = nil
            state.started[name] = Launch(content: content, unconfined: standing.unconfined)
        }
        return programs.host(of: name, content, unconfined: standing.unconfined)
    }

    private func judge(
        _ name: Identity, _ content: PluginContent, _ programs: Programs
    ) throws(UnfitContent) {
        if programs.clinic.staff.contains(where: { $0.id.text == name.text }) { throw .person }
        do throws(ApprovedCopies.Failure) {
            try ApprovedCopies(of: programs.folder).check(name, content.hash)
        } catch {
            switch error {
            case .otherContent: throw .changed
            case .fault(let fault): throw .unusable(fault)
            }
        }
        guard let contract = ApprovedCopies(of: programs.folder).contract(of: name, content.hash)
        else { return }
        do throws(UnfitSettings) {
            _ = try TherapySettings(of: programs.clinic, in: programs.folder).values(for: contract)
        } catch { throw .told(error.advice) }
    }

    /// Takes in what has changed in the folder and in the record since the last look.
    ///
    /// - Returns: what is to be recorded, and what a person should know.
    func look(
        at control: ProcessControl, _ core: ProcessRegister, by programs: Programs
    ) async -> (events: [any Event], faults: [Advice]) {
        PluginPlacement(in: programs.folder).clear()
        guard let paths = PluginShelf.paths(in: programs.folder) else {
            return ([], [PluginShelf.unlisted])
        }
        tidy(core.approvals, programs)
        inspect(paths, programs)
        let folders = settled(paths)
        let running =
            holdsAll ? [:] : core.approvals.standings.filter { $0.value.running != nil }
        state.withLock { $0.running = running }
        var events = found(folders, core, programs)
        events += removed(folders, core)
        let leaving = Set(events.compactMap { ($0 as? PluginRemoved)?.plugin })
        for (name, standing) in running.sorted(by: { $0.key < $1.key })
        where !leaving.contains(name) {
            guard let content = standing.running else { continue }
            do {
                events += try await run(
                    name, content, from: folders, at: control, core, programs)
            } catch let error as any Remediable {
                let fault = Fault(
                    content: content, reason: .told(error.advice), isItsOwn: false)
                state.withLock { $0.faults[name] = fault }
            } catch {}
        }
        events += await tried(running, butFor: leaving, at: control, core, programs)
        let missing = await missing(running, at: control, programs)
        events += await ended(butFor: running, without: missing, at: control, core, programs)
        note(core.approvals, folders)
        let faults = state.withLock { state in
            state.statuses.filter { $0.state == .fails }.compactMap { status in
                status.problem.map { Advice($0, remedy: status.remedy ?? "") }
            }
        }
        return (events, folders.compactMap(\.folder.fault) + faults)
    }

    /// Refuses an approval of something else than what lies in the folder, or in the copy of what was
    /// approved before.
    func permit(_ approval: ApprovePlugin, by programs: Programs) throws {
        let (known, isKept) = state.withLock { state in
            (
                state.inspected.values.first { $0.hash == approval.hash },
                state.statuses.contains {
                    $0.plugin == approval.plugin && $0.previous?.hash == approval.hash
                }
            )
        }
        // Whether that hash is there the core says.
        let json: JSONFragment?
        if isKept {
            json = contract(ofCopy: approval.hash, of: approval.plugin, programs)
        } else if let known, case .success(let therapy) = known.folder.result {
            json = therapy.json
        } else {
            return
        }
        guard json == approval.contract else {
            throw Refusal(
                "The contract of \(approval.plugin) is not the one that was looked at.",
                remedy: "Give `cairn plugin enable \(approval.plugin)` again.")
        }
    }
}

// What lies in the folders.
extension TherapyWatch {
    /// Has folders read that are new or changed; what is under way is not waited for.
    private func inspect(_ paths: [String], _ programs: Programs) {
        state.withLock { state in
            for path in state.inspected.keys where !paths.contains(path) {
                state.inspected[path] = nil
            }
        }
        for path in paths {
            // One that cannot be listed is read all the same: then it is said why.
            let listed = Result { () throws(PluginTree.Fault) in try PluginTree(listing: path) }
            let mark = (try? listed.get().fingerprint) ?? "unlisted"
            let key = "\(mark) \(programs.clinic.planDigest)"
            let isWanted = state.withLock { state in
                guard state.inspected[path]?.fingerprint != key else { return false }
                return state.underway.insert(path).inserted
            }
            guard isWanted else { continue }
            inspector.inspect(path, key, in: programs.folder, for: programs.clinic) { [weak self] in
                self?.take($0, of: path, as: key)
            }
        }
    }

    private func take(_ inspected: PluginInspector.Inspected, of path: String, as key: String) {
        state.withLock { state in
            var inspected = inspected
            inspected.fingerprint = key
            state.inspected[path] = inspected
            state.underway.remove(path)
        }
    }

    /// What is known of the folders, each id once.
    private func settled(_ paths: [String]) -> [PluginInspector.Inspected] {
        let known = state.withLock { state in paths.compactMap { state.inspected[$0] } }
        let folders = PluginShelf.settled(known.map(\.folder))
        return zip(known, folders).map { inspected, folder in
            PluginInspector.Inspected(
                fingerprint: inspected.fingerprint, folder: folder,
                hash: folder.id == nil ? nil : inspected.hash)
        }
    }

    /// What is new, and what clinic.yaml approves by itself.
    private func found(
        _ folders: [PluginInspector.Inspected], _ core: ProcessRegister, _ programs: Programs
    ) -> [any Event] {
        let approvesAll = mode.isRehearsal && programs.clinic.plugins == .approveAll && !holdsAll
        return folders.flatMap { folder -> [any Event] in
            guard case .success(let therapy) = folder.folder.result, let hash = folder.hash else {
                return []
            }
            let contract = therapy.contract
            let content = PluginContent(version: contract.version, hash: hash)
            let standing = core.approvals.standings[contract.id]
            var events: [any Event] = []
            if standing?.found != content {
                events.append(
                    PluginFound(plugin: contract.id, version: contract.version, hash: hash))
            }
            if approvesAll, standing?.approved != content, standing?.left?.content != content,
                standing?.isDisabled != true
            {
                events += PluginApproved.record(
                    of: contract.id, version: contract.version, hash: hash, by: nil,
                    contract: therapy.json, unconfined: true)
            }
            return events
        }
    }

    /// Those whose folder is gone, and not for a moment only.
    private func removed(_ folders: [PluginInspector.Inspected], _ core: ProcessRegister)
        -> [any Event]
    {
        let present = Set(folders.compactMap(\.folder.id))
        // Of one that does not fit just now, its name tells whose it is.
        let named = Set(
            folders.filter { $0.folder.id == nil }.compactMap {
                Identity($0.folder.path.split(separator: "/").last.map(String.init) ?? "")
            })
        return core.approvals.standings.keys.sorted().compactMap { name in
            let looks = state.withLock { state in
                let isThere =
                    present.contains(name) || named.contains(name) || !state.underway.isEmpty
                let looks = isThere ? 0 : (state.looksWithout[name] ?? 0) + 1
                state.looksWithout[name] = looks
                return looks
            }
            return looks > 1 ? PluginRemoved(plugin: name, by: nil) : nil
        }
    }
}

// Who runs.
extension TherapyWatch {
    /// Sees to it that an approved content has its copy, and runs from it.
    private func run(
        _ name: Identity, _ content: PluginContent, from folders: [PluginInspector.Inspected],
        at control: ProcessControl, _ core: ProcessRegister, _ programs: Programs
    ) async throws -> [any Event] {
        let copies = ApprovedCopies(of: programs.folder)
        guard copies.holds(name, content.hash) else {
            copy(name, content, from: folders, to: copies)
            return []
        }
        let listed = ApprovedList(in: programs.folder).plugins.first { $0.plugin == name }
        // Whom the list does not grant what its contract reads is turned away.
        if listed?.content != content || state.withLock({ $0.granted[name] != content }) {
            try prepareKeys(programs)
        }
        let isUnconfined = core.approvals.standings[name]?.unconfined == true
        if let status = await control.status(of: name) {
            let isOutdated = state.withLock { state in
                state.started[name].map {
                    $0 != Launch(content: content, unconfined: isUnconfined)
                } ?? false
            }
            let isMended = state.withLock { $0.mended.remove(name) != nil }
            if isOutdated, !status.state.isAtRest || status.state.isFailed {
                try? await control.restart(name)
            } else if isMended, status.state.isFailed {
                try? await control.start(name)
            }
        } else {
            try? await control.add(
                programs.host(of: name, content, unconfined: isUnconfined),
                isStopped: core.stopped.contains(name))
            _ = state.withLock { $0.taken.insert(name) }
        }
        return core.knows(name, version: content.version)
            ? [] : [PluginAdmitted(plugin: name, version: content.version)]
    }

    private func copy(
        _ name: Identity, _ content: PluginContent, from folders: [PluginInspector.Inspected],
        to copies: ApprovedCopies
    ) {
        let source = folders.first { $0.folder.id == name && $0.hash == content.hash }
        guard let source else {
            let isUnderway = state.withLock { !$0.underway.isEmpty }
            guard !isUnderway else { return }
            return state.withLock {
                $0.faults[name] = Fault(content: content, reason: .missing)
            }
        }
        guard state.withLock({ $0.copying.insert(name).inserted }) else { return }
        inspector.copy(name, content.hash, from: source.folder.path, to: copies) {
            [weak self] failure in
            self?.state.withLock { state in
                state.copying.remove(name)
                if failure == nil { state.mended.insert(name) }
                state.faults[name] = failure.map { failure in
                    switch failure {
                    case .otherContent: Fault(content: content, reason: .missing)
                    case .fault(let fault): Fault(content: content, reason: .unusable(fault))
                    }
                }
            }
        }
    }

    /// Those that are to run, have no copy that could be run, and do not run: nobody is to wait for
    /// them.
    private func missing(
        _ running: [Identity: PluginRegister.Standing], at control: ProcessControl,
        _ programs: Programs
    ) async -> Set<Identity> {
        let copies = ApprovedCopies(of: programs.folder)
        var missing: Set<Identity> = []
        for (name, standing) in running {
            guard let content = standing.running, !copies.holds(name, content.hash),
                state.withLock({ $0.faults[name]?.content == content }),
                await control.status(of: name) == nil
            else { continue }
            missing.insert(name)
        }
        let listed = ApprovedList(in: programs.folder).plugins.map(\.plugin)
        // Whom the list names is waited for, and may join.
        if listed.contains(where: { missing.contains($0) || running[$0] == nil }) {
            try? prepareKeys(programs)
        }
        return missing
    }

    /// Those that ran and are not to run any more, or cannot.
    private func ended(
        butFor running: [Identity: PluginRegister.Standing], without missing: Set<Identity>,
        at control: ProcessControl, _ core: ProcessRegister, _ programs: Programs
    ) async -> [any Event] {
        let gone = state.withLock { Array($0.taken) }.filter { running[$0]?.running == nil }
        for name in gone.sorted() {
            if await control.status(of: name) != nil {
                try? await control.remove(name, isTold: false)
            }
            state.withLock { state in
                state.taken.remove(name)
                state.started[name] = nil
                state.faults[name] = nil
                state.beats[name] = nil
            }
        }
        if !gone.isEmpty { try? prepareKeys(programs) }
        // Also of those that were disabled or removed while nothing was up.
        let known = Set(core.approvals.standings.keys)
        return core.admitted.filter { name in
            missing.contains(name)
                || running[name] == nil && (known.contains(name) || gone.contains(name))
        }.map { PluginWithdrawn(plugin: $0) }
    }

    /// Writes down who may join, by the contracts that are approved and whose copy is there.
    private func prepareKeys(_ programs: Programs) throws {
        let copies = ApprovedCopies(of: programs.folder)
        let running = state.withLock { $0.running }
        let plugins = running.compactMap { name, standing -> ApprovedList.Plugin? in
            guard let content = standing.running,
                let contract = copies.contract(of: name, content.hash)
            else { return nil }
            return ApprovedList.Plugin(
                plugin: name, content: content, permission: contract.permission)
        }
        try ApprovedList(plugins).write(in: programs.folder)
        try KeyFolder(of: programs.folder).prepare(clinic: programs.clinic, mode: mode)
        let contents = running.compactMapValues(\.running)
        state.withLock { $0.granted = contents }
    }

    /// Takes away copies that nobody runs, once after the start and after each change.
    private func tidy(_ approvals: PluginRegister, _ programs: Programs) {
        // What can be gone back to is kept beside what is approved.
        let kept = approvals.standings.compactMapValues { standing -> Set<String>? in
            guard let approved = standing.approved else { return nil }
            return Set([approved, standing.previous?.content].compactMap { $0?.hash })
        }
        let wanted = state.withLock { state -> [Identity: Set<String>]? in
            guard state.copying.isEmpty else { return nil }
            var wanted = kept
            // One that still runs has its files until the next content has taken its place.
            for (name, launch) in state.started {
                wanted[name, default: []].insert(launch.content.hash)
            }
            guard state.tidied != wanted else { return nil }
            state.tidied = wanted
            return wanted
        }
        guard let wanted else { return }
        ApprovedCopies(of: programs.folder).clear(butFor: wanted)
    }

    private func note(_ approvals: PluginRegister, _ folders: [PluginInspector.Inspected]) {
        state.withLock { state in
            state.statuses = approvals.standings.sorted { $0.key < $1.key }.map { name, standing in
                let fault = standing.running.flatMap { content -> Advice? in
                    guard let fault = state.faults[name], fault.content == content else {
                        return nil
                    }
                    return fault.reason.advice(
                        on: name, content,
                        beside: FolderContent(of: name, approved: content.hash, among: folders))
                }
                let word: PluginStatus.State =
                    standing.isDisabled
                    ? .disabled
                    : standing.approved == nil
                        ? .waits : holdsAll ? .held : fault == nil ? .runs : .fails
                return PluginStatus(
                    plugin: name, state: word, approved: standing.approved,
                    waiting: standing.found == standing.approved ? nil : standing.found,
                    previous: standing.previous?.content, left: standing.left?.content,
                    leftBecause: standing.left?.reason,
                    unconfined: standing.unconfined, problem: fault?.problem,
                    remedy: fault?.remedy)
            }
        }
    }
}

/// Why a plugin's approved content cannot be run, with what to do.
private struct UnfitPlugin: Remediable {
    let advice: Advice
}
