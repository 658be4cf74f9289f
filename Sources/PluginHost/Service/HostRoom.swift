internal import ClinicFiles
internal import Foundation
internal import Journal
internal import Messages
internal import PeerKit
internal import Platform
internal import PluginHost
internal import PluginHostCore
internal import TherapyContract

/// What a host knows beside its peer: the driver, the program, and how far it has read.
struct HostRoom {
    /// Steps of the driver in one turn: the loop goes round in between.
    private static let stepsOfTurn = 64
    /// How often it is looked at what the program uses, and how often while it rests with little.
    private static let watchInterval: Duration = .milliseconds(250)
    private static let restInterval: Duration = .seconds(1)
    /// The most decisions of one commit.
    private static let decisionsOfCommit = 32

    /// For how long a turn goes on asking a program that answers at once, and how long each answer may
    /// take then. What comes later is heard in another turn.
    struct Pace: Sendable {
        var conversation: Duration = .milliseconds(10)
        var patience: Duration = .milliseconds(1)
    }

    let approved: ApprovedTherapy
    let clinic: Clinic
    let mode: ClinicMode
    let confinement: Confinement
    /// Why the program may not run here; `nil` where it may.
    let refusal: Advice?
    private let sandbox: Sandbox
    private var groups: ControlGroups
    private let settings: DriverSettings
    private let pace: Pace
    private let log: @Sendable (String) -> Void
    private var driver: TherapyDriver?
    private var feed: JournalFeed?
    private var kept: KeptState?
    private var child: TherapyChild?
    private var orders: [DriverOrder] = []
    private var pending: DriverRecord?
    private var known: Set<MessageID> = []
    private var seenTo: Int64 = 0
    private var isResumed = false
    private var lastWatch: SteadyInstant?
    private var holdsLittle = false
    /// Whether it was asked something in this turn.
    private var hasAsked = false
    /// What the program decided in this turn.
    private var draft: DecisionDraft<HostedTherapy>?
    private var quarantine: String?
    private var setAside = 0
    private var since: Timestamp?
    /// Where the program stood at the end of the last turn.
    private var toldProgram: TherapyStatus.Program?

    init(
        _ approved: ApprovedTherapy, clinic: Clinic, mode: ClinicMode, folder: ClinicFolder,
        confinement: Confinement, groups: ControlGroups = ControlGroups(),
        mayRunUnconfined: Bool, settings: DriverSettings, pace: Pace = Pace(),
        log: @escaping @Sendable (String) -> Void
    ) {
        self.settings = settings
        self.pace = pace
        self.log = log
        self.approved = approved
        self.clinic = clinic
        self.mode = mode
        self.confinement = confinement
        self.groups = groups
        let sandbox = Sandbox(confinement: confinement, hiding: folder.path)
        self.sandbox = sandbox
        guard !approved.contract.isManifestAlone else {
            refusal = nil
            return
        }
        let id = approved.contract.id
        guard case .none(let reason) = confinement, !mayRunUnconfined else {
            do throws(ProgramMissing) {
                _ = try sandbox.arguments(
                    for: approved.contract, in: approved.folder,
                    allowing: clinic.allowedInterpreters, searching: Interpreter.searched)
                refusal = nil
            } catch {
                refusal = Advice(
                    "The program of \(id) does not run: \(error.advice.problem)",
                    remedy: error.advice.remedy)
            }
            return
        }
        refusal = Advice(
            "The program of \(id) does not run: \(reason).",
            remedy: "Install bubblewrap, or have an administrator allow it by name: `cairn plugin"
                + " enable \(id) --unconfined`.")
    }

    var contract: PluginContract { approved.contract }

    // MARK: - A turn

    mutating func turn(
        _ peer: inout Peer<HostedTherapy>, wall: Timestamp, wake: @escaping @Sendable () -> Void
    ) throws -> Turn {
        var turn = try work(&peer, wall: wall, wake: wake)
        // A rehearsal's clock waits for the word that nothing is left to do.
        turn.hasNews = program != toldProgram
        toldProgram = program
        // Each answer is a turn: a word to everybody for each would cost more than the answer.
        turn.isAtWork = driver.map { $0.isRunning && !$0.isCaughtUp } ?? false
        return turn
    }

    private mutating func work(
        _ peer: inout Peer<HostedTherapy>, wall: Timestamp, wake: @escaping @Sendable () -> Void
    ) throws -> Turn {
        var turn = Turn()
        since = since ?? wall
        guard try prepare(&peer, wall: wall, into: &turn) else { return turn }
        let standing = peer.engine.core.standing
        quarantine = standing.quarantine
        setAside = standing.setAside.count
        guard !contract.isManifestAlone, refusal == nil else { return turn }
        let now = peer.steadyNow
        try begin(peer, at: now)
        hear(at: now)
        try correct(peer, at: now)
        look(at: now)
        if peer.position != seenTo {
            seenTo = peer.position
            give { $0.grew(at: now) }
        }
        let clinicNow = try clinicTime(peer, wall: wall)
        give { $0.pass(to: now, clinic: clinicNow) }
        try converse(&peer, wall: wall, into: &turn, wake: wake)
        return turn
    }

    /// Asks the program and hears it, again and again while it answers at once; then all that it decided
    /// is recorded in one commit.
    private mutating func converse(
        _ peer: inout Peer<HostedTherapy>, wall: Timestamp, into turn: inout Turn,
        wake: @escaping @Sendable () -> Void
    ) throws {
        let end = ContinuousClock.now + pace.conversation
        while true {
            hasAsked = false
            try perform(&peer, wall: wall, into: &turn, wake: wake)
            guard hasAsked, orders.isEmpty, pending == nil, let child, driver?.isAsking == true,
                draft.map({ $0.count < Self.decisionsOfCommit }) ?? true,
                ContinuousClock.now < end, child.says(within: pace.patience)
            else { break }
            hear(at: peer.steadyNow)
        }
        try flush(&peer, wall: wall, into: &turn)
    }

    /// Records what the program decided. What cannot be recorded it has to be asked about again.
    private mutating func flush(
        _ peer: inout Peer<HostedTherapy>, wall: Timestamp, into turn: inout Turn
    ) throws {
        guard let draft = draft.take(), draft.count > 0 else { return }
        let (more, isRecorded) = peer.record(draft, wall: wall)
        turn.append(more)
        guard !isRecorded || !more.unrecordable.isEmpty else { return }
        let now = peer.steadyNow
        orders = []
        give { $0.lost(at: now) }
    }

    /// Takes the contract, once the history is there; says whether it did.
    private mutating func prepare(
        _ peer: inout Peer<HostedTherapy>, wall: Timestamp, into turn: inout Turn
    ) throws -> Bool {
        let standing = peer.engine.core.standing
        guard standing.hash == approved.hash, standing.settings == approved.settings else {
            // What happened before it is the past, and has to be there.
            guard peer.isReady else { return false }
            return try observe(
                [
                    ContractTaken(
                        version: contract.version, hash: approved.hash,
                        settings: approved.settings.isEmpty ? nil : approved.settings)
                ], "taken", &peer, wall: wall, into: &turn)
        }
        guard standing.quarantine != nil, !isResumed, refusal == nil else {
            isResumed = true
            return true
        }
        isResumed = try observe(
            [TherapyResumed(hash: approved.hash)], "resumed", &peer, wall: wall, into: &turn)
        return isResumed
    }

    private mutating func observe(
        _ events: [any Event], _ word: String, _ peer: inout Peer<HostedTherapy>,
        wall: Timestamp, into turn: inout Turn
    ) throws -> Bool {
        let (more, outcome) = peer.record(
            events, id: name(word, in: peer.engine), upon: nil, now: try now(wall: wall),
            wall: wall)
        turn.append(more)
        return outcome == .recorded
    }

    private mutating func begin(_ peer: Peer<HostedTherapy>, at now: SteadyInstant) throws {
        guard driver == nil else { return }
        known = peer.engine.retracted
        let feed = JournalFeed(peer.journal, of: contract, timeZone: clinic.timeZone)
        let place = HelloClinic(
            name: clinic.name, timeZone: clinic.timeZone, phases: clinic.phases.map(\.id),
            rehearsal: mode.isRehearsal)
        let hello = Hello(
            plugin: contract.id, version: contract.version, contract: approved.hash,
            configuration: approved.settings, clinic: place)
        let kept = try KeptState(in: peer.journal, of: hello)
        driver = TherapyDriver(
            hello: hello, settings: settings,
            snapshot: try goOn(from: kept, feed), now: now)
        (self.feed, self.kept) = (feed, kept)
        note("The program runs " + words)
    }

    /// The kept state that its program goes on from; `nil` for none that fits.
    private func goOn(from kept: KeptState, _ feed: JournalFeed) throws -> TherapySnapshot? {
        switch try kept.found(without: known, place: { try feed.place(of: $0) }) {
        case .nothing: return nil
        case .usable(let snapshot): return snapshot
        case .unfit(let reason):
            note("The program's kept state is not used: \(reason). It is told the whole journal.")
            kept.drop()
            return nil
        }
    }

    /// Brings the driver what the program said.
    private mutating func hear(at now: SteadyInstant) {
        guard let child else { return }
        for event in child.fetch() {
            switch event {
            case .started: give { $0.started(at: now) }
            case .line(let line): give { $0.answered(line, at: now) }
            case .tooLong: give { $0.answered([], at: now) }
            case .ended:
                let fault: DriverFault = child.hasOverrun ? .limits : .ended
                if fault == .limits { note("The kernel ended it: it held too much memory.") }
                self.child = nil
                pending = nil
                // What it was to be told is told to the next one.
                orders = []
                give { $0.ended(at: now, because: fault) }
            }
        }
    }

    /// Has it told anew what was entered in error.
    private mutating func correct(_ peer: Peer<HostedTherapy>, at now: SteadyInstant) throws {
        guard peer.engine.retracted.count != known.count, !peer.isAwaitingFold else { return }
        let new = peer.engine.retracted.subtracting(known)
        known = peer.engine.retracted
        let places = try new.compactMap { try feed?.place(of: $0) }
        guard let first = places.min() else { return }
        feed?.beginAnew()
        if case .reacted? = pending { pending = nil }
        // Of what is not done yet nothing may stand that was asked of the order before.
        orders.removeAll {
            switch $0 {
            case .record(.reacted), .keep: true
            default: false
            }
        }
        give { $0.corrected(from: first, at: now) }
    }

    /// Looks at what the program uses.
    private mutating func look(at now: SteadyInstant) {
        let isResting = holdsLittle && driver?.isCaughtUp == true
        let interval = isResting ? Self.restInterval : Self.watchInterval
        guard let pid = child?.pid, lastWatch.map({ now - $0 >= interval }) ?? true else { return }
        lastWatch = now
        let usage = ChildUsage(of: pid)
        let memory = Int64(contract.limits.memoryMB) << 20
        holdsLittle =
            usage.memoryBytes < memory / 2 && usage.processes < Sandbox.processLimit / 2
        let isOver = usage.memoryBytes > memory || usage.processes > Sandbox.processLimit
        guard isOver else { return }
        note(
            usage.memoryBytes > memory
                ? "The program holds more than its \(contract.limits.memoryMB) MB."
                : "The program has more than \(Sandbox.processLimit) processes.")
        give { $0.overran(at: now) }
    }

    private mutating func give(_ input: (inout TherapyDriver) -> [DriverOrder]) {
        guard var asked = driver else { return }
        orders += input(&asked)
        driver = asked
    }

    // MARK: - Orders

    private mutating func perform(
        _ peer: inout Peer<HostedTherapy>, wall: Timestamp, into turn: inout Turn,
        wake: @escaping @Sendable () -> Void
    ) throws {
        let now = peer.steadyNow
        if let record = pending { orders.insert(.record(record), at: 0) }
        pending = nil
        var count = 0
        while !orders.isEmpty {
            count += 1
            guard count <= Self.stepsOfTurn else { return wake() }
            switch orders.removeFirst() {
            case .start: start(at: now, wake: wake)
            case .send(let line):
                child?.send(line)
                hasAsked = true
            case .end:
                if let child { child.end() } else { give { $0.ended(at: now) } }
            case .record(let record):
                guard try self.record(record, &peer, wall: wall, into: &turn) else {
                    pending = record
                    return
                }
            case .read(let place):
                guard let found = try feed?.steps(after: place, of: peer.engine) else { continue }
                give { $0.read(found.steps, to: found.to, isAtEnd: found.isAtEnd, at: now) }
            case .keep(let snapshot):
                // A state is kept of what the journal has.
                try flush(&peer, wall: wall, into: &turn)
                guard driver?.isRunning == true, !orders.contains(.dropSnapshot) else { continue }
                keep(snapshot)
            case .dropSnapshot: kept?.drop()
            case .note(let text): note(text)
            case .quote(let text): note(ChildLog.mark + ChildLog.shown(text))
            }
        }
    }

    /// Keeps the program's state for the next start of the host.
    private func keep(_ snapshot: TherapySnapshot) {
        do { try kept?.keep(snapshot, without: known) } catch {
            // Nothing is lost: the next start takes longer.
            note(
                "The program's state was not kept: \((error as? any Remediable)?.advice.problem ?? "")"
            )
        }
    }

    private mutating func start(at now: SteadyInstant, wake: @escaping @Sendable () -> Void) {
        do {
            // What all of it holds, with its files: they are in memory.
            let bytes = (contract.limits.memoryMB << 20) + 2 * Sandbox.temporaryBytes
            let group = groups.make(
                ControlGroups.name(of: contract.id.text), memoryBytes: Int64(bytes),
                processes: Sandbox.processLimit)
            if group == nil, !groups.controllers.isEmpty {
                note("The kernel makes no control group any more: the host watches alone.")
                groups = ControlGroups()
            }
            let words = try sandbox.arguments(
                for: contract, in: approved.folder, allowing: clinic.allowedInterpreters,
                searching: Interpreter.searched, within: group)
            feed?.beginAnew()
            child = TherapyChild(
                words, environment: Sandbox.environment(hasRuntime: Sandbox.runtime), group: group,
                log: { [log] in log(ChildLog.mark + $0) }, telling: wake)
        } catch {
            note(error.advice.description)
            give { $0.ended(at: now) }
        }
    }

    /// Records what the driver wants recorded; `false` where it has to come again.
    private mutating func record(
        _ record: DriverRecord, _ peer: inout Peer<HostedTherapy>, wall: Timestamp,
        into turn: inout Turn
    ) throws -> Bool {
        let now = peer.steadyNow
        // What it goes by is about to change.
        guard peer.engine.retracted.count == known.count else { return false }
        let moment = try self.now(wall: wall)
        guard var drafted = draft.take() ?? peer.draft(now: moment) else { return false }
        if let cause = record.cause, drafted.engine.retracted.contains(cause) {
            draft = drafted
            give { $0.settled(.outdated, at: now) }
            return true
        }
        let events: [any Event]
        do { events = try drafted.engine.core.events(for: record) } catch {
            draft = drafted
            give { $0.settled(.refused(error.advice.description), at: now) }
            return true
        }
        do {
            let entry = try record.cause.flatMap { try peer.journal.eventWithID($0) }
            let cause = try entry.map { try Envelope($0.raw) }
            let made = try drafted.add(
                events, id: name(record.word, in: drafted.engine), upon: cause)
            draft = drafted
            let facts = record.cause == nil ? [] : made.compactMap { feed?.told($0) }
            give { $0.settled(.recorded(facts), at: now) }
        } catch let error as any Remediable where !(error is any JournalError) {
            // It holds half of what cannot be recorded: what was decided before is recorded first.
            draft = drafted
            try flush(&peer, wall: wall, into: &turn)
            give { $0.settled(.refused(error.advice.description), at: now) }
        }
        return true
    }

    /// What the identifiers of a decision follow from: another one for each.
    private func name(_ word: String, in engine: Engine<HostedTherapy>) -> MessageID {
        let count = engine.heads.values.reduce(0) { $0 + $1.sequence }
        return MessageID("\(contract.id)/\(word)/\(count)")
    }

    private func now(wall: Timestamp) throws -> DecisionTime {
        mode.isRehearsal
            ? .lastHour : .world(try WallClock.moment(wall, timeZone: clinic.timeZone))
    }

    private func clinicTime(_ peer: Peer<HostedTherapy>, wall: Timestamp) throws -> LocalDateTime {
        switch try now(wall: wall) {
        case .world(let moment): moment.local
        case .lastHour: peer.engine.clock.local
        }
    }

    // MARK: - What is told

    /// Gives the program up: the process ends.
    mutating func leave() -> TherapyChild? {
        defer { child = nil }
        child?.end()
        return child
    }

    var status: TherapyStatus {
        var status = TherapyStatus(program: program)
        status.content = approved.hash
        if case .bubblewrap = confinement { status.confinedBy = "bubblewrap" }
        status.limits = contract.isManifestAlone ? [] : limits
        status.setAside = setAside
        status.faults = driver?.faultCount ?? 0
        status.held = driver?.heldCount ?? 0
        return status
    }

    private var program: TherapyStatus.Program {
        if contract.isManifestAlone { return .none }
        if refusal != nil { return .refused }
        if quarantine != nil { return .quarantined }
        guard let driver, driver.isRunning else { return .resting }
        return driver.isCaughtUp ? .ready : .catchingUp
    }

    /// The limits, with who keeps them here.
    private var limits: [String] {
        KeptLimits.words(
            for: contract.limits, isConfined: confinement.isConfined, groups: groups)
    }

    private var words: String {
        switch confinement {
        case .bubblewrap: "confined by bubblewrap: \(limits.joined(separator: ", "))."
        case .none(let reason): "UNCONFINED: \(reason); \(limits.joined(separator: ", "))."
        }
    }

    /// What a person should look at.
    var troubles: [Trouble] {
        var found: [Advice] = []
        if let refusal { found.append(refusal) }
        if let quarantine {
            found.append(
                Advice(
                    "The program of \(contract.id) is not run any more. \(quarantine) Its offers are"
                        + " withdrawn.",
                    remedy: "See `cairn logs \(contract.id)`; `cairn restart \(contract.id)` tries"
                        + " it again."))
        }
        if setAside > 0 {
            found.append(
                Advice(
                    "The program of \(contract.id) failed on \(setAside) facts, and goes on without"
                        + " them.",
                    remedy: "See `cairn logs \(contract.id)`, and tell its author."))
        }
        return found.map { Trouble($0, since: since ?? WallClock.now) }
    }

    private func note(_ text: String) { log(text) }
}

extension DriverRecord {
    /// A word for its kind.
    fileprivate var word: String {
        switch self {
        case .reacted: "reacted"
        case .setAside: "aside"
        case .quarantined: "quarantined"
        }
    }
}
