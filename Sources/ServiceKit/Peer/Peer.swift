package import Bus
internal import HashChain
package import Journal
package import Messages

/// A service on the bus, without sockets and without a clock: messages and a time go in, a
/// ``Turn`` comes out.
///
/// It does what the protocol asks of a durable peer: gaps are repaired by the reader, an input's
/// effects are committed together before anything of them is published, and commands are answered
/// once. The same value runs in a process and in the single-threaded rehearsal.
package struct Peer<Service: Core> {
    package internal(set) var engine: Engine<Service>
    package let journal: Journal
    package let settings: PeerSettings
    /// Names this process's inbox: 128 random bits.
    package let token: String
    private(set) var fresh: Engine<Service>
    /// Which build of its program this is; `nil` where it keeps no state beside its journal.
    let build: String?
    /// Which input is being decided; `nil` where no process can end on one.
    let attempts: AttemptFile?
    /// Whose snapshots it can go on from, and which build stands for its state; `nil` where it
    /// keeps none.
    var author: SnapshotAuthor?
    /// The last entry that is in the state.
    package internal(set) var position: Int64 = 0
    /// How the state came about when the journal was opened.
    package internal(set) var beginning = Beginning()

    var reader: StreamReader
    var cursors: [EventStream: Cursor] = [:]
    /// Streams whose next event waits for another stream, with what follows it.
    var waiting: [EventStream: [Envelope]] = [:]
    /// When each waiting stream began to wait.
    var waitingSince: [EventStream: SteadyInstant] = [:]
    /// Streams of which something was let go because too much of them waited.
    var overflowed: Set<EventStream> = []
    /// Commands that a rehearsal lets wait with an hour, and since when.
    var deferred: [Envelope] = []
    var deferredSince: SteadyInstant?
    /// Whether the core has to be asked for its conclusion although no input came: after a start,
    /// and after it concluded something.
    var isConclusionOwed = true
    /// What came and is not decided yet: a turn ends before it has taken too long.
    var backlog: [Input] = []
    /// The fold beside the loop that the first input of the backlog waits for.
    var awaited: AwaitedFold?
    /// States on the way here, from which a correction of late folds.
    var checkpoints = Checkpoints<Service>()
    /// What another build kept, until a fold beside the loop is begun that confirms it.
    var unconfirmed: FoldedState<Service>?
    /// Grows when the state is derived anew: what was folded for an earlier one is dropped.
    var generation = 0
    /// How far it was with the clock when nothing was left over.
    var clockReceivedBefore: Int64?
    var requests = OpenRequests()
    /// Asks on their way, by the id of the query, and those that wait out their jitter.
    var pageRequests: [MessageID: ReplayAsk] = [:]
    var delayedAsks: [(ask: ReplayAsk, sendAt: SteadyInstant)] = []
    /// The views that were told lately.
    var views = ViewBook()
    /// When each owner that is up was last heard.
    var heard: [Identity: SteadyInstant] = [:]
    /// Whom it still listens for before it takes anything in; `nil` once it does.
    var listening: Listening?
    /// When a service's heartbeat was last compared with the own journal's end.
    var outrunLooks: [Identity: SteadyInstant] = [:]
    /// The digest of the clinic's description that it works by.
    private(set) var configuration: String
    /// Whether the hub is known to deliver to this peer.
    package internal(set) var isJoined = false
    /// How long this service has run, over all of its starts: receipts are kept by it.
    var running: RunningClock
    /// When the running time began, on the clock of ``readerTime``.
    let readerStart: SteadyInstant
    var lastForgetting: RunningTime
    /// The wall clock without its steps back.
    var time: SteadyTime
    package internal(set) var health = Health()
    /// Commands of which nobody knows whether they are recorded, until the journal is read again.
    var inDoubt: Set<Asked> = []
    /// What commands were told while nothing could be written; written down once it can be.
    var denials: [Asked: Denial] = [:]
    package internal(set) var counters: [String: Int64] = [:]

    /// Whether the journal can be written, and since when not.
    package struct Health: Sendable {
        /// Why the journal cannot be written; `nil` while it can.
        package var storageFault: Advice?
        /// Since when; `nil` before any fault.
        package var storageFaultSince: SteadyInstant?
        /// When it is tried again.
        package var retryAt = SteadyInstant(milliseconds: 0)
        /// Failed attempts in a row; they space out the next one, up to 4 s.
        package var failures = 0
        /// Whether what failed last may be recorded all the same.
        package var leavesDoubt = false
        /// Why the last inputs stand without what should follow from them; `nil` where nothing lacks.
        package var conclusionFault: Advice?
        /// Why the state was folded anew: it stands until the next start.
        package var foldFault: Advice?
        /// Streams that are not read any further.
        package var stops: [StreamStop] = []
        /// By whom its journal is outrun: while it is, nothing is recorded.
        var outrun: [Identity: Outrun] = [:]
    }

    /// Opens a peer on its journal: the state is folded again, from the first line or from a
    /// snapshot.
    ///
    /// - Parameter build: which build of its program this is, so that it goes on from snapshots
    ///   and keeps some; `nil` to do neither.
    package init(
        engine: Engine<Service>, journal: Journal, token: String, wall: Timestamp, seed: UInt64,
        settings: PeerSettings = .init(), attempts: AttemptFile? = nil, build: String? = nil
    ) throws {
        var engine = engine
        engine.digest = OutgoingIDs.digest(in: engine.mode, journal: journal)
        self.attempts = attempts
        self.build = build
        author = try build.map { SnapshotAuthor(fold: try engine.foldName, build: $0) }
        self.journal = journal
        self.settings = settings
        self.token = token
        fresh = engine
        self.engine = engine
        configuration = engine.clinic.digest
        time = SteadyTime(wall: wall)
        running = RunningClock(after: try journal.running(), wall: wall)
        lastForgetting = running.time
        readerStart = time.now - .milliseconds(running.time.milliseconds)
        reader = StreamReader(
            now: time.now, seed: seed, repairs: !settings.weaknesses.lacks(.repair))
        try rebuild()
        listening = listeningAtStart()
    }

    /// Goes on by another description of the clinic. For who reads nobody: others start again, for
    /// whom they read and what they answer depends on it.
    package mutating func work(by clinic: Clinic) {
        engine.clinic = clinic
        fresh.clinic = clinic
        configuration = clinic.digest
    }

    package var identity: Identity { engine.identity }
    /// The time that it has become, by the last turn.
    package var steadyNow: SteadyInstant { time.now }
    /// Commands that are refused while nothing can be written; those beyond get no answer.
    static var denialLimit: Int { 10_000 }
    /// Events of one stream that may wait for another stream.
    static var waitingLimit: Int { 10_000 }

    /// What to subscribe to at start.
    package var subscriptions: [String] {
        let own = ["command.\(identity).", "query.\(identity).", "inbox.\(identity).", "status."]
        return own + reader.streams.map(\.prefix)
    }

    /// The streams that it reads by the declarations of its core.
    var builtInStreams: [EventStream] {
        let listened = Service.reads.compactMap { type in
            type.owner.flatMap { EventStream(owner: $0, entity: type.entity) }
        }
        let corrections = Set(listened.map(\.owner)).compactMap {
            EventStream(owner: $0, entity: EnteredInError.entity)
        }
        return Set(listened + corrections).filter { $0.owner != identity && runsHere($0.owner) }
            .sorted()
    }

    private func runsHere(_ owner: Identity) -> Bool {
        owner == .supervisor || engine.clinic.services.contains(owner)
    }

    /// Whether an hour waits for an owner: not for one that is only known from what it once
    /// published, and never for a plugin.
    private func hold(of owner: Identity) -> StreamReader.ClockHold {
        if isPlugin(owner) { return .never }
        return runsHere(owner) || heard[owner] != nil ? .always : .onceHeard
    }

    /// Whether a stream that somebody announced is one to follow: a plugin's, or for the ledger any.
    func wants(_ stream: EventStream) -> Bool {
        guard stream.owner != identity, !reader.streams.contains(stream),
            !MessageCatalog.isIdentifying(stream)
        else { return false }
        if settings.keepsAllStreams { return true }
        let isBuiltIn = MessageCatalog.events.contains { $0.owner == stream.owner }
        guard !isBuiltIn else { return false }
        return Service.reads.contains { $0.owner == nil && $0.entity == stream.entity }
    }

    mutating func follow(_ streams: some Sequence<EventStream>) {
        for stream in Set(streams).sorted() {
            let cursor = cursors[stream]
            reader.add(
                stream, committed: cursor?.sequence ?? 0, hash: cursor?.hash ?? HashChain.origin,
                fromHead: stream == StreamReader.clock && !settings.keepsAllStreams,
                hold: hold(of: stream.owner))
        }
    }
}
