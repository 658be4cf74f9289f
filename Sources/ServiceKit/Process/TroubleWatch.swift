internal import Foundation
internal import Messages

/// What a person should look at in a process, and since when: told in each heartbeat.
struct TroubleWatch {
    /// How long a stream may lack what its owner has published before it is told, in milliseconds:
    /// a gap is repaired in a moment, unless the hub or the owner refuses it.
    private static let patience: Int64 = 10_000

    /// Files that are not read again while the process runs, and without which it cannot start.
    private let files: [String]
    private var since: [Advice: Int64] = [:]
    private var lagging: [EventStream: Int64] = [:]

    /// - Parameter files: the paths of those that are there now are watched.
    init(files: [String]) {
        self.files = files.filter { FileManager.default.fileExists(atPath: $0) }
    }

    /// Looks again, and forgets what is over.
    mutating func look<Service: Core>(at peer: Peer<Service>, wall: Int64) {
        lagging = Dictionary(
            uniqueKeysWithValues: peer.laggingStreams.map { ($0, lagging[$0] ?? wall) })
        var found: [Advice: Int64] = [:]
        for (advice, began) in peer.troubles { found[advice] = began ?? since[advice] ?? wall }
        for (stream, began) in lagging where wall - began >= Self.patience {
            found[advice(lacking: stream, of: peer.identity)] = began
        }
        for file in files where !FileManager.default.fileExists(atPath: file) {
            let advice = advice(gone: file, of: peer.identity)
            found[advice] = since[advice] ?? wall
        }
        since = found
    }

    /// What to tell, the oldest first.
    var troubles: [Trouble] {
        since.sorted { ($0.value, $0.key.problem) < ($1.value, $1.key.problem) }
            .prefix(Trouble.limit)
            .map { Trouble($0.key, since: Timestamp(milliseconds: $0.value)) }
    }

    private func advice(lacking stream: EventStream, of identity: Identity) -> Advice {
        Advice(
            "\(identity) lacks events of \(stream), and cannot get them.",
            remedy: "See `cairn keys list` whether it may read them, and `cairn logs"
                + " \(stream.owner)`; then `cairn restart \(identity)`.")
    }

    private func advice(gone file: String, of identity: Identity) -> Advice {
        Advice(
            "\(file) is gone: \(identity) goes on without it, and could not start again.",
            remedy: "Put it back from where the clinic's keys are kept.")
    }
}
