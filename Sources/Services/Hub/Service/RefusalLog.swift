internal import Glibc
internal import HubCore
internal import Messages
internal import Platform

/// Counts what the hub refused, and logs it: who, where and why, and never what was in it.
///
/// Bounded: 256 kinds are told apart, and ten lines are logged in a second.
struct RefusalLog: Sendable {
    private static let kindLimit = 256
    private static let linesPerSecond = 10
    private static let peerLimit = 32
    /// How long somebody is named after the last refusal.
    private static let memory: Duration = .hours(1)

    /// For the heartbeat: `refused-key`, `refused-forbidden-<identity>` and so on.
    private(set) var counters: [String: Int64] = [:]
    /// Whom to name in the heartbeat, those refused last at the end.
    private(set) var peers: [PeerRefusal] = []
    private var linesLeft = RefusalLog.linesPerSecond
    private var unsaid = 0

    mutating func record(
        key: String, of identity: Identity?, from peer: String, _ reason: PeerRefusal.Reason
    ) {
        count("refused-key")
        remember(identity, reason, from: peer)
        let name = identity.map { " of \($0)" } ?? ""
        say("refused the key \(key)\(name) from \(peer): \(reason.rawValue)")
    }

    mutating func record(
        topic: Span<UInt8>, from sender: Span<UInt8>, _ reason: Switchboard.DropReason
    ) {
        let name = sender.isEmpty ? "nobody" : RefusalLog.printable(sender)
        if !sender.isEmpty, let identity = Identity(name) {
            remember(identity, PeerRefusal.Reason(rawValue: reason.rawValue))
        }
        count("refused-\(reason.rawValue)-\(name)")
        say("dropped a message of \(name): \(reason.rawValue) \(RefusalLog.shape(of: topic))")
    }

    /// A message of several parts. Three of them are protocol 1, and whoever speaks that is told
    /// nothing by anybody: a person has to know.
    mutating func record(parts: Int, from sender: Span<UInt8>) {
        let name = sender.isEmpty ? "nobody" : RefusalLog.printable(sender)
        if !sender.isEmpty, let identity = Identity(name) { remember(identity, .partCount) }
        count("refused-\(WireError.partCount(parts).reason)")
        let spoken = WireProtocol.spoken.upperBound
        let why =
            parts == 3 ? "it speaks protocol 1, and this hub \(spoken)" : "one part has all of it"
        say("dropped a message of \(name): it has \(parts) parts; \(why)")
    }

    mutating func recordSuspension(of identity: Identity) {
        count("suspended-\(identity)")
        remember(identity, .suspended)
        say("suspended \(identity): it sent what no reader sends, or asked for too many topics")
    }

    /// A second has passed.
    mutating func second() {
        linesLeft = Self.linesPerSecond
        let now = WallClock.now
        peers.removeAll {
            $0.reason != .suspended && now - $0.last > Self.memory
        }
        guard unsaid > 0 else { return }
        say("and refused \(unsaid) times more")
        unsaid = 0
    }

    /// Keys that nobody knows count together; each identity by its reasons.
    private mutating func remember(
        _ identity: Identity?, _ reason: PeerRefusal.Reason, from address: String? = nil
    ) {
        let address = address.flatMap { $0.isEmpty ? nil : $0 }
        var entry = PeerRefusal(
            identity: identity, reason: reason, at: WallClock.now, address: address)
        if let place = peers.firstIndex(where: { $0.identity == identity && $0.reason == reason }) {
            entry.count = peers[place].count + 1
            entry.since = peers[place].since
            entry.address = address ?? peers[place].address
            peers.remove(at: place)
        }
        peers.append(entry)
        guard peers.count > Self.peerLimit,
            let oldest = peers.firstIndex(where: { $0.reason != .suspended })
        else { return }
        peers.remove(at: oldest)
    }

    private mutating func count(_ name: String) {
        let isKnown = counters[name] != nil || counters.count < Self.kindLimit
        counters[isKnown ? name : "refused-others", default: 0] += 1
    }

    private mutating func say(_ text: String) {
        guard linesLeft > 0 else {
            unsaid += 1
            return
        }
        linesLeft -= 1
        let line = Array("cairn-hub: \(text)\n".utf8)
        _ = write(STDERR_FILENO, line, line.count)
    }

    /// What kind of message a topic claims to be. What follows may be anything that a broken peer
    /// made up.
    private static func shape(of topic: Span<UInt8>) -> String {
        let text = printable(topic.extracting(first: min(topic.count, 16)))
        let kind = text.prefix { $0 != "." }
        let kinds = ["event", "command", "query", "inbox", "status"]
        return kinds.contains(String(kind)) ? String(kind) : "of an unknown kind"
    }

    private static func printable(_ bytes: Span<UInt8>) -> String {
        let fitting = bytes.indices.map { bytes[$0] }.map {
            (97...122).contains($0) || (48...57).contains($0) || $0 == 45 || $0 == 46 ? $0 : 63
        }
        return String(decoding: fitting, as: UTF8.self)
    }
}
