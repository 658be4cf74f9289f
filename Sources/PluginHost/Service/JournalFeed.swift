internal import Journal
internal import Messages
internal import PeerKit
internal import PluginHostCore
internal import TherapyContract

/// Reads a host's journal for its driver, a part at a time.
struct JournalFeed {
    /// Entries of one part: what a turn may read.
    static let part = 500

    private let journal: any JournalReading
    private let identity: Identity
    private var transcript: TherapyTranscript
    /// What followed from each fact, while the past is told; what comes live follows live.
    private var following: [MessageID: [Envelope]]?

    init(_ journal: any JournalReading, of contract: PluginContract, timeZone: String) {
        self.journal = journal
        identity = contract.id
        transcript = TherapyTranscript(of: contract, timeZone: timeZone)
    }

    /// The steps behind a place, how far they go, and whether that is the journal's end.
    mutating func steps(after place: Int64, of engine: Engine<HostedTherapy>) throws
        -> (steps: [TherapyStep], to: Int64, isAtEnd: Bool)
    {
        let entries = try journal.entries(after: place, limit: Self.part)
        let known = try following ?? followingNow()
        following = known
        let standing = engine.core.standing
        let lines = try entries.map { entry in
            TherapyTranscript.Line(
                position: entry.position, isOwn: entry.isOwn, envelope: try Envelope(entry.raw))
        }
        var transcript = transcript
        defer { self.transcript = transcript }
        let steps = try transcript.steps(
            of: lines, state: engine.core, through: try position(of: standing.through),
            present: try position(of: standing.taken), retracted: engine.retracted,
            following: known, follows: { try follows($0) })
        return (steps, entries.last?.position ?? place, entries.count < Self.part)
    }

    /// Forgets what followed from what: the journal is told anew.
    mutating func beginAnew() { following = nil }

    /// An own event that follows from what its program decided, as that is told of it; `nil` for one
    /// that it is not told of.
    mutating func told(_ envelope: Envelope) -> PluginFact? {
        guard case .event(let stream) = envelope.address,
            TherapyTranscript.isOwnTold(envelope, in: stream),
            !TherapyTranscript.isHostsOwn(envelope)
        else { return nil }
        return transcript.fact(of: envelope)
    }

    /// Where the driver has to begin anew, of what was entered in error: what followed from a fact
    /// was told where that fact stands.
    func place(of retracted: MessageID) throws -> Int64? {
        guard let entry = try journal.eventWithID(retracted) else { return nil }
        guard entry.isOwn, case let envelope = try Envelope(entry.raw),
            !TherapyTranscript.isHostsOwn(envelope), let cause = envelope.causationid,
            let place = try journal.position(of: cause)
        else { return entry.position }
        return place
    }

    /// Whether an own event followed from another event: a command is none.
    private func follows(_ envelope: Envelope) throws -> Bool {
        try envelope.causationid.map { try journal.position(of: $0) != nil } ?? false
    }

    private func position(of event: MessageID?) throws -> Int64 {
        try event.flatMap { try journal.position(of: $0) } ?? 0
    }

    private func followingNow() throws -> [MessageID: [Envelope]] {
        var found: [MessageID: [(Int64, Envelope)]] = [:]
        for entity in TherapyTranscript.followingEntities {
            for entry in try journal.entries(ofEntity: entity) where entry.isOwn {
                let envelope = try Envelope(entry.raw)
                guard let cause = envelope.causationid, try follows(envelope),
                    !TherapyTranscript.isHostsOwn(envelope)
                else { continue }
                found[cause, default: []].append((entry.position, envelope))
            }
        }
        return found.mapValues { $0.sorted { $0.0 < $1.0 }.map(\.1) }
    }
}
