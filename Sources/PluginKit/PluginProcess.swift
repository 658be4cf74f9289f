internal import ClinicFiles
internal import Messages
internal import PeerKit
internal import Platform
internal import ServiceKit
internal import Synchronization

/// The process around a therapy: a durable peer like any service, with a catalog of its own.
struct PluginProcess<Therapy: TherapyPlugin>: Sendable {
    let manifest: PluginManifest
    let options: ServiceOptions

    func run() async -> Never {
        let sessions = manifest.sessions
        let announcements = Announcements()
        await ServiceProcess(PluginCore<Therapy>(), as: manifest.id, options: options).run(
            beside: { peer, _, wall in
                let changes = peer.engine.core.catalogChanges(to: sessions)
                guard !changes.isEmpty else { return Turn() }
                let id = announcements.next(for: peer.token)
                let now = try WallClock.moment(
                    wall, timeZone: peer.engine.clinic.timeZone)
                // What is not recorded still differs from the core's catalog in the next turn.
                return peer.observe(changes, id: id, now: now, wall: wall).turn
            })
    }
}

/// Names each announcement of this process once.
private final class Announcements: Sendable {
    private let count = Mutex(0)

    func next(for token: String) -> MessageID {
        let number = count.withLock { count in
            count += 1
            return count
        }
        return MessageID("\(token)-catalog-\(number)")
    }
}
