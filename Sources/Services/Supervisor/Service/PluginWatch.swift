internal import ClinicFiles
internal import Foundation
internal import Messages
internal import Platform
internal import Supervisor
internal import SupervisorCore
internal import Synchronization

/// Holds the plugins in the clinic's folder against those that run, by the judgement that is made
/// at the start, too: what comes is admitted, what is gone is withdrawn, and each start of a plugin
/// goes by what its folder says then.
final class PluginWatch: Sendable {
    /// What a plugin was started as last.
    fileprivate struct Taken {
        var path: String
        /// `nil` where it could not be read, or did not fit.
        var manifest: PluginManifest?
        var version: String
        /// Of all its files, and of its program alone.
        var fingerprint: String
        var program: String
    }

    private struct State {
        /// What the clinic's description names, as it is in force.
        var programs: Programs
        var taken: [Identity: Taken] = [:]
        /// Those whose folder says something else than what they were started as.
        var outdated: Set<Identity> = []
        /// For how many looks in a row it was gone: whoever replaces a folder removes it first.
        var looksWithout: [Identity: Int] = [:]
        /// Why who may join could not be written down for one that was started.
        var keyFault: Advice?
        var complaints: Set<String> = []
    }

    private let mode: ClinicMode
    private let state: Mutex<State>
    /// Those with a contract.
    let therapies: TherapyWatch

    init(programs: Programs, mode: ClinicMode) {
        self.mode = mode
        therapies = TherapyWatch(mode: mode)
        state = Mutex(State(programs: programs))
    }

    /// What the clinic's description names, as it is in force.
    var programs: Programs { state.withLock { $0.programs } }

    /// Judges plugins by another description from now on.
    func work(by clinic: Clinic) { state.withLock { $0.programs.clinic = clinic } }

    /// The plugins whose folder says something else than what they were started as.
    var outdated: Set<Identity> { state.withLock { $0.outdated } }

    /// Whether somebody was started as a plugin.
    func holds(_ name: Identity) -> Bool { state.withLock { $0.taken[name] != nil } }

    /// Lets go of one that is not started any more as it is now; if it was admitted, the next look
    /// has it withdrawn.
    func forget(_ name: Identity) {
        state.withLock { state in
            state.taken[name] = nil
            state.outdated.remove(name)
        }
    }

    /// What a plugin is to be started as now; `nil` for what is none.
    ///
    /// Its permissions are written down before it knocks at the hub.
    ///
    /// - Throws: what a person has to mend first.
    @Sendable func specification(of name: Identity) throws -> ProcessSpecification? {
        let programs = programs
        guard !programs.isBuiltIn(name) else { return nil }
        if let therapy = try therapies.specification(of: name, by: programs) { return therapy }
        guard let found = folder(of: name, among: programs.pluginFolders ?? []) else {
            throw PluginFault(folder: "plugins/\(name)", .file("the folder", "is not there"))
        }
        let manifest: PluginManifest
        do { manifest = try found.result.get() } catch {
            take(nil, as: name, in: found.path)
            throw error
        }
        take(manifest, as: name, in: found.path)
        let specification = try programs.specification(of: manifest, in: found.path)
        // Who was on the list before starts all the same.
        let fault = Result { try prepareKeys() }.fault
        state.withLock { $0.keyFault = fault }
        return specification
    }

    /// The folder of a plugin: the one that it was started from, as long as that is its own, be it
    /// that its manifest is just being written; else the one that has its id.
    private func folder(of name: Identity, among folders: [PluginFolder]) -> PluginFolder? {
        let path = state.withLock { $0.taken[name]?.path }
        return folders.first { $0.path == path && $0.isUnread }
            ?? folders.first { id(of: $0) == name }
    }

    /// Takes in what has changed in the folder since the last look.
    ///
    /// - Returns: what is to be recorded.
    func look(at control: ProcessControl, _ core: ProcessRegister) async -> [any Event] {
        let programs = programs
        guard let folders = programs.pluginFolders else {
            say([PluginShelf.unlisted])
            return []
        }
        var faults = state.withLock { $0.keyFault.map { [$0] } ?? [] }
        var present: Set<Identity> = []
        var events: [any Event] = []
        for folder in folders {
            do {
                let manifest = try folder.result.get()
                // Where it runs its program is, and its folder here says that it is the clinic's.
                guard programs.runsHere(manifest.id) else {
                    present.insert(manifest.id)
                    if !core.knows(manifest.id, version: manifest.version) {
                        events.append(
                            PluginAdmitted(plugin: manifest.id, version: manifest.version))
                    }
                    continue
                }
                let specification = try programs.specification(of: manifest, in: folder.path)
                present.insert(manifest.id)
                // A copy does not take over from one that is just being edited.
                guard self.folder(of: manifest.id, among: folders)?.path == folder.path else {
                    continue
                }
                try await admit(manifest, in: folder.path, specification, at: control, core)
                let version = state.withLock { $0.taken[manifest.id]?.version } ?? manifest.version
                if !core.knows(manifest.id, version: version) {
                    events.append(PluginAdmitted(plugin: manifest.id, version: version))
                }
            } catch let error as any Remediable {
                faults.append(error.advice)
            } catch {}
        }
        let others = await therapies.look(at: control, core, by: programs, beside: folders)
        events += others.events
        say(faults + others.faults)
        return await events + withdrawn(folders, present: present, at: control, core)
    }

    private func admit(
        _ manifest: PluginManifest, in path: String, _ specification: ProcessSpecification,
        at control: ProcessControl, _ core: ProcessRegister
    ) async throws {
        let id = manifest.id
        guard let status = await control.status(of: id) else {
            // Before it is started: who has no key when it knocks is turned away.
            try prepareKeys()
            try? await control.add(specification, isStopped: core.stopped.contains(id))
            return
        }
        guard let taken = state.withLock({ $0.taken[id] }) else { return }
        note(id, isOutdated: status.state == .ready && !taken.matches(manifest, in: path))
        if taken.path != path, !status.state.isAtRest {
            try? await control.restart(id)
        } else if status.state.isFailed,
            taken.fingerprint != PluginProgram.fingerprint(of: manifest, in: path)
        {
            // What it failed with is another by now.
            try? await control.start(id)
        }
    }

    /// The admitted ones that are gone, also those that another computer runs: what still runs of
    /// them here is ended.
    private func withdrawn(
        _ folders: [PluginFolder], present: Set<Identity>, at control: ProcessControl,
        _ core: ProcessRegister
    ) async -> [any Event] {
        let programs = programs
        let running = state.withLock { Array($0.taken.keys) }
        var events: [any Event] = []
        // Those with a contract have a watch of their own.
        let contracted = Set(core.approvals.standings.keys)
        for id in Set(core.admitted + running).subtracting(contracted).sorted() {
            let isHere =
                present.contains(id) || running.contains(id) && keeps(id, among: folders)
                || !programs.runsHere(id) && folders.contains { $0.mayBe(id) }
            let looks = state.withLock { state in
                let looks = isHere ? 0 : (state.looksWithout[id] ?? 0) + 1
                state.looksWithout[id] = looks
                return looks
            }
            guard looks > 1 || looks == 1 && !running.contains(id) else { continue }
            try? await control.remove(id, isTold: false)
            forget(id)
            if core.admitted.contains(id) { events.append(PluginWithdrawn(plugin: id)) }
        }
        return events
    }

    /// Whether the folder that one was started from is still its own, be it that its manifest is
    /// just being written.
    private func keeps(_ id: Identity, among folders: [PluginFolder]) -> Bool {
        let path = state.withLock { $0.taken[id]?.path }
        guard let folder = folders.first(where: { $0.path == path }) else { return false }
        return self.id(of: folder).map { $0 == id } ?? true
    }

    private func id(of folder: PluginFolder) -> Identity? { try? folder.result.get().id }

    private func take(_ manifest: PluginManifest?, as name: Identity, in path: String) {
        let fingerprint = PluginProgram.fingerprint(of: manifest, in: path)
        let program = PluginProgram.fingerprint(ofProgram: manifest, in: path)
        state.withLock { state in
            let version = manifest?.version ?? state.taken[name]?.version ?? ""
            state.taken[name] = Taken(
                path: path, manifest: manifest, version: version, fingerprint: fingerprint,
                program: program)
            state.outdated.remove(name)
        }
    }

    private func note(_ name: Identity, isOutdated: Bool) {
        state.withLock { state in
            if isOutdated { state.outdated.insert(name) } else { state.outdated.remove(name) }
        }
    }

    /// Writes down who may join, with the plugins that there are now.
    func prepareKeys() throws {
        let programs = programs
        try KeyFolder(of: programs.folder).prepare(
            clinic: programs.clinic, mode: mode,
            plugins: PluginManifest.readable(in: programs.folder, clinic: programs.clinic))
    }

    /// Says what is wrong, once for as long as it is: a plugin's author looks at this log.
    private func say(_ faults: [Advice]) {
        let fresh = state.withLock { state in
            let texts = faults.map(\.description)
            defer { state.complaints = Set(texts) }
            return texts.filter { !state.complaints.contains($0) }
        }
        for text in fresh {
            StandardStreams.complain("cairn-supervisor: \(text)\n")
        }
    }
}

extension PluginWatch.Taken {
    /// Whether that is what a folder says now.
    fileprivate func matches(_ manifest: PluginManifest, in path: String) -> Bool {
        self.manifest == manifest
            && program == PluginProgram.fingerprint(ofProgram: manifest, in: path)
    }
}

extension PluginFolder {
    /// Whether it is named like a plugin, and its manifest is just being written.
    fileprivate func mayBe(_ name: Identity) -> Bool {
        isUnread && path.hasSuffix("/\(name)")
    }

    /// Whether it is not known whose it is: its manifest cannot be read, or does not fit.
    fileprivate var isUnread: Bool {
        switch result {
        case .success: false
        case .failure(let fault): !fault.isOfCopy
        }
    }
}

extension Result where Failure == any Error {
    /// Why it failed, for people.
    fileprivate var fault: Advice? {
        guard case .failure(let error) = self else { return nil }
        return (error as? any Remediable)?.advice ?? Advice("\(error)", remedy: "")
    }
}
