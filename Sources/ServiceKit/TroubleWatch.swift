internal import ClinicFiles
internal import Foundation
internal import Messages
internal import PeerKit
internal import Platform

/// What a person should look at in a process, and since when: told in each heartbeat.
struct TroubleWatch {
    /// How long a stream may stand still while its owner has published more: a gap is repaired
    /// in a moment, unless the hub or the owner refuses it. Who catches up, comes on.
    private static let patience: Duration = .seconds(10)

    /// How far a stream was read, and since when no further.
    private struct Lag {
        var position: Int64
        var since: SteadyInstant
    }

    /// A file that is not read again while the process runs, and without which it cannot start.
    private struct Watched {
        let path: String
        /// What was in it when the process began.
        let content: [UInt8]
        /// Which writing of it was looked at last, and whether that is the same as then.
        private var stamp: FileStamp?
        private(set) var isSame = true
        /// Whether it was read once more since it was another one: two writings in one tick of the
        /// system's clock have one stamp.
        private var isSettled = false

        /// `nil` for one that is not there, or is no plain file that can be read.
        init?(_ path: String) {
            stamp = FileStamp(at: path)
            guard let content = Watched.content(of: path) else { return nil }
            (self.path, self.content) = (path, content)
        }

        /// It is read only where its stamp tells that it was written or exchanged.
        mutating func look() {
            let found = FileStamp(at: path)
            guard found != stamp || !isSettled else { return }
            isSettled = found == stamp
            stamp = found
            isSame = Watched.content(of: path) == content
        }

        private static func content(of file: String) -> [UInt8]? {
            try? PlainFile.read(file, limit: limit)
        }

        /// More bytes than a file of keys has.
        private static let limit = 1 << 16
    }

    private var files: [Watched]
    private var since: [Advice: SteadyInstant] = [:]
    private var lagging: [EventStream: Lag] = [:]

    /// - Parameter files: the paths of those that are there now are watched.
    init(files: [String]) {
        self.files = files.compactMap { Watched($0) }
    }

    /// Looks again, and forgets what is over.
    mutating func look<Service: Core>(at peer: Peer<Service>, now: SteadyInstant) {
        lagging = Dictionary(
            uniqueKeysWithValues: peer.laggingStreams.map { stream, position in
                let known = lagging[stream].flatMap { $0.position == position ? $0 : nil }
                return (stream, known ?? Lag(position: position, since: now))
            })
        var found: [Advice: SteadyInstant] = [:]
        for (advice, began) in peer.troubles { found[advice] = began ?? since[advice] ?? now }
        for (stream, lag) in lagging where now - lag.since >= Self.patience {
            found[advice(lacking: stream, of: peer.identity)] = lag.since
        }
        for place in files.indices { files[place].look() }
        for file in files where !file.isSame {
            let advice = advice(lost: file.path, of: peer.identity)
            found[advice] = since[advice] ?? now
        }
        since = found
    }

    /// What to tell, the oldest first.
    ///
    /// - Parameter time: by which people are told since when.
    func troubles(by time: SteadyTime) -> [Trouble] {
        since.sorted { ($0.value, $0.key.problem) < ($1.value, $1.key.problem) }
            .prefix(Trouble.limit)
            .map { Trouble($0.key, since: time.wall(at: $0.value)) }
    }

    private func advice(lacking stream: EventStream, of identity: Identity) -> Advice {
        Advice(
            "\(identity) lacks events of \(stream), and has got none for a while.",
            remedy: "See `cairn keys list` whether it may read them, and `cairn logs"
                + " \(stream.owner)`; then `cairn restart \(identity)`.")
    }

    private func advice(lost file: String, of identity: Identity) -> Advice {
        let isThere = FileManager.default.fileExists(atPath: file)
        return Advice(
            "\(file) is \(isThere ? "not what it was" : "gone"): \(identity) goes on without it, and"
                + " could not start again.",
            remedy: "Put it back from where the clinic's keys are kept.")
    }
}
