internal import Bus
internal import HashChain
package import Journal
package import Messages

/// A service on the bus, without sockets and without a clock: messages and a time go in, a
/// ``Turn`` comes out.
///
/// It does what the protocol asks of a durable peer, and keeps the order of a turn: take in,
/// decide, commit, tell. What it remembers stands in rooms, each a type of its own with private
/// state. The same value runs in a process and in the single-threaded rehearsal.
///
/// Invariants:
/// - ``engine`` is the fold of the journal up to ``position``, with nothing that is not committed.
///   A ``Slice`` decides on a copy, which becomes the state after its commit, or is dropped.
/// - Nothing of a slice leaves the peer before its commit: no event, no answer, no command.
/// - The events of a stream are decided in their order and without holes; a stream that has to wait
///   holds up no other.
/// - A command takes effect once under its id, and whoever asks again is told the same.
/// - While the journal cannot be written nothing is decided. What comes meanwhile is refused, or
///   comes again: events by the reader, which goes back to what is committed.
/// - The same inputs make the same history, unless ``PeerSettings/processorTime`` is measured.
package struct Peer<Service: Core> {
    package internal(set) var engine: Engine<Service>
    package let journal: any JournalStore
    package let settings: PeerSettings
    /// Names this process's inbox: 128 random bits.
    package let token: String
    private(set) var fresh: Engine<Service>
    /// Which input is being decided; `nil` where no process can end on one.
    let attempts: AttemptFile?
    /// The last entry that is in the state.
    package internal(set) var position: Int64 = 0
    /// How the state came about when the journal was opened.
    package internal(set) var beginning = Beginning()

    /// What came through the bus with holes, and goes on without.
    var reader: StreamReader
    /// How far each stream of others is committed.
    var cursors: [EventStream: Cursor] = [:]
    /// Inputs that wait: for time, for other streams, for an hour.
    var backlog = Backlog()
    var waitingEvents = WaitingEvents()
    var waitingCommands = WaitingCommands()
    /// What it asks others for: pages that it missed, and commands of its core.
    var pageAsks = PageAsks()
    var requests = OpenRequests()
    /// What it tells whoever asks again: the views told lately, and answers without a receipt.
    var views = ViewBook()
    var answersGiven: AnswersGiven
    /// Who is up; whom it hears out before it takes anything in; who knows more than its journal.
    var attendance = Attendance()
    var listening: Listening
    var outrun = OutrunWatch()
    /// What a person should look at.
    package internal(set) var health = Health()

    /// Whether the core has to be asked for its conclusion although no input came: after a start,
    /// and after it concluded something.
    var isConclusionOwed = true
    /// The folds that are made beside the loop, and where they can begin.
    var folds: FoldBook<Service>

    /// The wall clock without its steps back.
    var time: SteadyTime
    /// How long this service has run, over all of its starts: receipts are kept by it.
    var running: RunningClock
    /// When the running time began, on the clock of ``readerTime``.
    let readerStart: SteadyInstant
    /// The digest of the clinic's description that it works by.
    private(set) var configuration: String
    /// Whether the hub is known to deliver to this peer.
    package internal(set) var isJoined = false
    /// What it has counted, without what its rooms count by themselves.
    var counted: [String: Int64] = [:]

    /// Opens a peer on its journal: the state is folded again, from the first line or from a
    /// snapshot.
    ///
    /// - Parameter build: which build of its program this is, so that it goes on from snapshots
    ///   and keeps some; `nil` to do neither.
    package init(
        engine: Engine<Service>, journal: any JournalStore, token: String, wall: Timestamp,
        seed: UInt64,
        settings: PeerSettings = .init(), attempts: AttemptFile? = nil, build: String? = nil
    ) throws {
        var engine = engine
        engine.digest = OutgoingIDs.digest(in: engine.mode, journal: journal)
        self.attempts = attempts
        folds = FoldBook(
            author: try build.map { SnapshotAuthor(fold: try engine.foldName, build: $0) })
        self.journal = journal
        self.settings = settings
        self.token = token
        fresh = engine
        self.engine = engine
        configuration = engine.clinic.digest
        time = SteadyTime(wall: wall)
        running = RunningClock(after: try journal.running(), wall: wall)
        answersGiven = AnswersGiven(at: running.time)
        readerStart = time.now - .milliseconds(running.time.milliseconds)
        reader = StreamReader(
            now: time.now, seed: seed, repairs: settings.promises.contains(.repairsGaps))
        listening = Self.listening(
            in: engine.clinic, as: engine.identity, settings: settings)
        try rebuild()
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
    /// What it has counted, for its heartbeat.
    package var counters: [String: Int64] {
        guard pageAsks.sentCount > 0 else { return counted }
        return counted.merging(["replay.requested": pageAsks.sentCount]) { $1 }
    }

    /// What to subscribe to at start.
    package var subscriptions: [String] {
        let own = ["command.\(identity).", "query.\(identity).", "inbox.\(identity).", "status."]
        return own + reader.streams.map(\.subscription)
    }

    /// The streams that it reads by the declarations of its core, of those that run here.
    var builtInStreams: [EventStream] {
        readStreams.filter { $0.owner != identity && runsHere($0.owner) }.sorted()
    }

    /// Whether a stream that was read in an earlier run still is: a therapy's contract may read less
    /// than the one before it, and the hub then sends nothing more of the rest.
    func isStillRead(_ stream: EventStream) -> Bool {
        settings.keepsAllStreams || readStreams.contains(stream)
            || isPlugin(stream.owner) && isReadOfPlugins(stream)
    }

    private func isReadOfPlugins(_ stream: EventStream) -> Bool {
        engine.reads.contains { $0.owner == nil && $0.entity == stream.entity }
    }

    private var readStreams: Set<EventStream> {
        let listened = engine.reads.compactMap { type in
            type.owner.flatMap { EventStream(owner: $0, entity: type.entity) }
        }
        // What each peer publishes on a stream of its own: corrections always, duties on demand.
        let shared = MessageCatalog.peerEvents.filter { type in
            type == EnteredInError.self || engine.reads.contains { $0 == type }
        }
        let everyones = Set(listened.map(\.owner)).flatMap { owner in
            shared.compactMap { EventStream(owner: owner, entity: $0.entity) }
        }
        return Set(listened + everyones)
    }

    private func runsHere(_ owner: Identity) -> Bool {
        owner == .supervisor || engine.clinic.services.contains(owner)
    }

    /// Whether an hour waits for an owner: not for one that is only known from what it once
    /// published, and never for a plugin.
    private func hold(of owner: Identity) -> StreamReader.ClockHold {
        if isPlugin(owner) { return .never }
        return runsHere(owner) || attendance.isUp(owner) ? .always : .onceHeard
    }

    /// Whether a stream that somebody announced is one to follow: a plugin's, or for the ledger any.
    func wants(_ stream: EventStream) -> Bool {
        guard stream.owner != identity, !reader.streams.contains(stream),
            !MessageCatalog.isIdentifying(stream)
        else { return false }
        if settings.keepsAllStreams { return true }
        let isBuiltIn = MessageCatalog.events.contains { $0.owner == stream.owner }
        return !isBuiltIn && isReadOfPlugins(stream)
    }

    mutating func follow(_ streams: some Sequence<EventStream>) {
        for stream in Set(streams).sorted() {
            let cursor = cursors[stream]
            reader.add(
                stream, committed: cursor?.sequence ?? 0, hash: cursor?.hash ?? HashChain.origin,
                fromHead: stream == .clock && !settings.keepsAllStreams,
                hold: hold(of: stream.owner))
        }
    }
}
