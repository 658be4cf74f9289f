internal import ClinicFiles
internal import Foundation
internal import HashChain
internal import Messages
internal import PeerKit
internal import Supervisor
internal import SupervisorCore
internal import Synchronization

extension ProcessRecord {
    /// Refuses a description that the clinic cannot work by, or that is not the one that the person
    /// saw; what is let through is kept, for the file may change again.
    func permit(_ reload: ReloadDescription) throws {
        let programs = programs
        let offered: Clinic
        do { offered = try programs.folder.clinic() } catch let error as any Remediable {
            throw Refusal(error.advice.problem, remedy: error.advice.remedy)
        }
        guard offered.digest == reload.description else {
            throw Refusal(
                "clinic.yaml has changed since it was looked at; nothing was taken from it.",
                remedy: "Give `cairn reload` again.")
        }
        let fixed = DescriptionChange(from: programs.clinic, to: offered).fixed
        guard fixed.isEmpty else { throw DescriptionChange.refusal(of: fixed) }
        let people = Set(offered.staff.map(\.id.text))
        if let taken = plugins.therapies.statuses.map(\.plugin).first(where: {
            people.contains($0.text)
        }) {
            throw Refusal(
                "\(taken) is the id of a plugin of this clinic, and clinic.yaml gives it to a member"
                    + " of staff; nothing was taken from it.",
                remedy: "Give the member of staff another id; or `cairn plugin remove \(taken)"
                    + " --as STAFF` first.")
        }
        state.withLock { $0.offered = offered }
    }

    /// Has the clinic work by a description that was taken since the last turn: who may join, then
    /// who runs, then each that runs, anew. What each has begun is recorded before it ends.
    func reload(_ peer: inout Peer<ProcessRegister>) async {
        let count = peer.engine.core.takenCount
        let offered = state.withLock { state -> Clinic? in
            defer { (state.descriptionsTaken, state.offered) = (count, nil) }
            guard count > state.descriptionsTaken ?? count else { return nil }
            return state.offered
        }
        guard let clinic = offered else { return }
        do {
            try programs.folder.takeIntoForce(clinic, mode)
        } catch {
            return say(
                (error as? any Remediable)?.advice ?? Advice("Nothing was reloaded.", remedy: ""))
        }
        plugins.work(by: clinic)
        peer.work(by: clinic)
        // Written anew, also where the list was gone or damaged: that is derived from the rest.
        do { try plugins.prepareKeys() } catch {
            say((error as? any Remediable)?.advice ?? Advice("\(error)", remedy: ""))
        }
        await restart(by: clinic)
    }

    private func restart(by clinic: Clinic) async {
        let wanted = programs.services()
        let services = Set(wanted.map(\.name))
        for status in await control.snapshot() where status.name != .hub {
            let name = status.name
            if name == .simulator || services.contains(name) || plugins.therapies.holds(name) {
                if !status.state.isStopped { try? await control.restart(name) }
            } else {
                try? await control.remove(name)
            }
        }
        for specification in wanted where await control.status(of: specification.name) == nil {
            try? await control.add(specification)
        }
    }

    /// Starts a hub anew whose door is gone: nobody can come in, and it does not notice.
    func keepDoorsOpen() async {
        guard await control.status(of: .hub)?.state == .ready,
            !FileManager.default.fileExists(atPath: programs.folder.run + "/in.sock")
        else { return }
        say(Advice("The hub's socket run/in.sock is gone.", remedy: "The hub is started anew."))
        try? await control.restart(.hub)
    }
}

extension ProcessState {
    fileprivate var isStopped: Bool {
        switch self {
        case .stopped, .stopping(_, .operatorWish): true
        default: false
        }
    }
}
