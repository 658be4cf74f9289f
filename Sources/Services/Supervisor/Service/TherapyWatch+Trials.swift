internal import ClinicFiles
internal import Messages
internal import Supervisor
internal import SupervisorCore
internal import Synchronization

// Contents that have not got to work yet: once one has, that is recorded; one that fails before is
// left, and the one before it runs again.
extension TherapyWatch {
    /// Takes in what the hosts of those tell of themselves.
    func hear(_ received: [Frame]) {
        let trials = state.withLock { $0.trials }
        guard !trials.isEmpty else { return }
        for frame in received where frame.isHeartbeat {
            guard case .message(let envelope)? = try? frame.read(),
                case .heartbeat(let sender) = envelope.address, trials.contains(sender),
                let beat = try? JSONText.decode(Heartbeat.self, from: envelope.raw.data)
            else { continue }
            state.withLock { $0.beats[sender] = beat }
        }
    }

    /// How those do that are to run.
    ///
    /// - Parameter leaving: those that are about to be removed.
    /// - Returns: what is to be recorded.
    func tried(
        _ running: [Identity: PluginRegister.Standing], butFor leaving: Set<Identity>,
        at control: ProcessControl, _ core: ProcessRegister, _ programs: Programs
    ) async -> [any Event] {
        let trials = running.filter { !$0.value.hasCaughtUp && !leaving.contains($0.key) }
        state.withLock { state in
            state.trials = Set(trials.keys)
            state.beats = state.beats.filter { trials[$0.key] != nil }
        }
        var events: [any Event] = []
        for (name, standing) in trials.sorted(by: { $0.key < $1.key }) {
            guard let content = standing.running else { continue }
            switch await trial(of: name, content, at: control) {
            case .goesOn: continue
            case .caughtUp:
                events.append(
                    PluginCaughtUp(plugin: name, version: content.version, hash: content.hash))
            case .failed(let reason):
                guard let previous = standing.previous?.content.hash,
                    let contract = contract(ofCopy: previous, of: name, programs)
                else { continue }
                events += core.approvals.rollBack(name, because: reason, to: contract)
                // Its process may be at rest because of what is left.
                _ = state.withLock { $0.mended.insert(name) }
            }
        }
        return events
    }

    private func trial(
        of name: Identity, _ content: PluginContent, at control: ProcessControl
    ) async -> PluginTrial {
        let (isStarted, isFit, beat) = state.withLock { state in
            let fault = state.faults[name].flatMap { $0.content == content ? $0 : nil }
            let beat = state.beats[name].flatMap {
                $0.therapy?.content == content.hash ? $0 : nil
            }
            return (
                state.started[name]?.content == content, fault.map { !$0.isItsOwn } ?? true, beat
            )
        }
        // Until then its process runs the content before.
        let status = isStarted ? await control.status(of: name) : nil
        return PluginTrial(state: status?.state, beat: beat, isFit: isFit)
    }

    /// The whole contract in a copy; `nil` where that is not what was approved.
    func contract(ofCopy hash: String, of name: Identity, _ programs: Programs) -> JSONFragment? {
        let copies = ApprovedCopies(of: programs.folder)
        do throws(ApprovedCopies.Failure) { try copies.check(name, hash) } catch { return nil }
        return try? TherapyFolder.read(copies.path(of: name, hash), for: nil).json
    }
}
