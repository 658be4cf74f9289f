internal import ClinicFiles
internal import Foundation
internal import Journal
internal import Messages
internal import PeerKit
internal import Platform
internal import PluginHost
internal import PluginHostCore
internal import Synchronization
internal import TherapyContract

/// What a host's process adds to each turn of its peer: it asks the therapy's program, and records
/// what that decided.
///
/// The program answers from a thread of its own; a turn fetches what came, does a bounded part of the
/// work, and never waits.
final class TherapyHost: Sendable {
    private let room: Mutex<HostRoom>
    private let wake = Mutex<@Sendable () -> Void>({})

    init(
        _ approved: ApprovedTherapy, clinic: Clinic, mode: ClinicMode, folder: ClinicFolder,
        mayRunUnconfined: Bool
    ) {
        let confinement =
            approved.contract.isManifestAlone
            ? Confinement.none("it has no program")
            : Confinement.found(hiding: folder.path)
        let groups =
            approved.contract.isManifestAlone ? ControlGroups() : ControlGroups.found()
        groups.clear()
        room = Mutex(
            HostRoom(
                approved, clinic: clinic, mode: mode, folder: folder, confinement: confinement,
                groups: groups, mayRunUnconfined: mayRunUnconfined,
                settings: DriverSettings(approved.contract.limits),
                log: { StandardStreams.complain("\($0)\n") }))
    }

    /// Takes what makes the loop turn.
    func wakes(_ wake: @escaping @Sendable () -> Void) { self.wake.withLock { $0 = wake } }

    /// Does what is to be done now.
    func turn(_ peer: inout Peer<HostedTherapy>, wall: Timestamp) throws -> Turn {
        let wake = wake.withLock { $0 }
        return try room.withLock { room in
            try room.turn(&peer, wall: wall, wake: wake)
        }
    }

    /// Tells in a heartbeat where the program stands.
    func tell(_ beat: inout Heartbeat) {
        let (status, troubles) = room.withLock { ($0.status, $0.troubles) }
        beat.therapy = status
        if !troubles.isEmpty { beat.troubles = (beat.troubles ?? []) + troubles }
    }

    /// Ends the program, and waits a moment until it is gone.
    func stop() async {
        guard let child = room.withLock({ $0.leave() }) else { return }
        for _ in 0..<100 {
            if child.fetch().contains(.ended) { return }
            try? await Task.sleep(for: .milliseconds(10))
        }
    }
}
