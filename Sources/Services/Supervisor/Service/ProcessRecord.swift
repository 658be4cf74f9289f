internal import Bus
internal import ClinicFiles
internal import Foundation
internal import Glibc
internal import Journal
internal import Messages
internal import PeerKit
internal import Platform
internal import ServiceKit
internal import Supervisor
internal import SupervisorCore
internal import Synchronization

/// Carries what happens to processes into the record, and operators' wishes out of it.
final class ProcessRecord: Sendable {
    struct State {
        /// The description that a command to take it was let through with.
        var offered: Clinic?
        var descriptionsTaken: Int?
        /// What happened to processes and is not in the journal yet.
        var unrecorded = ChangeQueue<Identity, any Event>(bound: ProcessRecord.unrecordedLimit)
        var absence = AbsenceWatch()
        var wishesDone: Int?
        var lastLook: SteadyInstant?
        /// How many looks in a row did not find the folder in its place.
        var looksAway = 0
        var withdrawn: Set<Identity> = []
        var snapshot: [ProcessStatus] = []
        var clock = ClockStatus(lastHour: nil)
        var observations: UInt64 = 0
        var complained: Set<String> = []
        /// Whether anybody could ever join since this supervisor started.
        var hubWasReady = false
    }
    /// Events that wait for the journal, as while its disk is full. At the bound a process's older
    /// event makes room for a newer one: where each process stands now is recorded in the end.
    static let unrecordedLimit = 1_024

    let control: ProcessControl
    let mode: ClinicMode
    private let ownLog: OwnLog
    let plugins: PluginWatch
    private let place: FolderIdentity?
    private let incarnation = Hexadecimal.text(of: .random(in: .min ... .max))
    let state = Mutex(State())

    init(control: ProcessControl, plugins: PluginWatch, mode: ClinicMode) {
        self.plugins = plugins
        place = FolderIdentity(of: control.configuration.clinic.path)
        self.control = control
        self.mode = mode
        ownLog = OwnLog(clinic: control.configuration.clinic)
    }

    /// Listens to process control until it ends.
    func collect() async {
        while let change = await control.nextChange() {
            guard let event = change.event else { continue }
            state.withLock { $0.unrecorded.append(event, for: change.name) }
        }
    }

    /// What the clinic's description names, as it is in force.
    var programs: Programs { plugins.programs }
    private var timeZone: String { programs.clinic.timeZone }

    @Sendable func answer(_ query: any Query) throws -> (any Codable & Sendable)? {
        switch query {
        case is Processes: state.withLock { $0.snapshot }
        case is ClockView: state.withLock { $0.clock }
        case is Plugins: plugins.therapies.statuses
        default: nil
        }
    }

    /// Says in the heartbeat who does not run until a person acts: readers do not wait for them.
    @Sendable func tell(_ heartbeat: inout Heartbeat) {
        let atRest: Set<String> = ["stopped", "given-up", "failed"]
        heartbeat.stopped = state.withLock { state in
            state.snapshot.filter { atRest.contains($0.state) }.map(\.process)
                + state.withdrawn.sorted()
        }
    }

    /// Refuses a wish about a process that does not run here: nobody could carry it out.
    @Sendable func permit(_ command: any Command) throws {
        let name: Identity
        switch command {
        case let start as StartProcess: name = start.process
        case let stop as StopProcess: name = stop.process
        case let restart as RestartProcess: name = restart.process
        case let reload as ReloadDescription: return try permit(reload)
        case let approve as ApprovePlugin:
            return try plugins.therapies.permit(approve, by: programs)
        default: return
        }
        let (known, withdrawn) = state.withLock { ($0.snapshot.map(\.process), $0.withdrawn) }
        // Also while its process still ends: what was withdrawn is not there to be stopped.
        guard !withdrawn.contains(name) else {
            throw Refusal(
                "\(name) is a plugin that was disabled, taken out of the folder plugins, or cannot"
                    + " be run: nothing of it runs, and nobody waits for it.",
                remedy: "`cairn plugin list` says why. Put its folder back if it is gone, and"
                    + " `cairn plugin enable \(name)`.")
        }
        guard known.contains(name) else {
            let advice = SupervisionError.unknownProcess(name, known: known).advice
            throw Refusal(advice.problem, remedy: advice.remedy)
        }
    }

    /// Learns which processes there are, before anybody can ask.
    func look() async {
        let snapshot = await messages(control.snapshot())
        state.withLock { $0.snapshot = snapshot }
    }

    /// Where all stand, as the bus knows it.
    private func messages(_ standings: [ProcessStanding]) -> [ProcessStatus] {
        standings.map { standing in
            ProcessStatus(
                process: standing.name, state: standing.state.word, pid: standing.pid,
                restarts: standing.restarts,
                detail: standing.advice?.description ?? standing.progress)
        }
    }

    /// Ends a clinic whose hub, since the start, could never begin: an address in use, as an example.
    /// Nobody could see it, and whoever brings it up waits for that.
    private func requireHub(_ statuses: [ProcessStanding]) throws {
        guard let hub = statuses.first(where: { $0.name == .hub }) else { return }
        let wasReady = state.withLock { state in
            state.hubWasReady = state.hubWasReady || hub.state == .ready
            return state.hubWasReady
        }
        guard !wasReady, case .failedPermanently = hub.state, let advice = hub.advice else {
            return
        }
        throw HubFailed(advice)
    }

    /// One turn of the loop: records changes, strikes a live clinic's clock, carries out wishes.
    @Sendable func turn(
        _ peer: inout Peer<ProcessRegister>, _ received: [Frame], _ wall: Timestamp
    ) async throws -> Turn {
        let (changes, number) = state.withLock { state in
            state.observations += 1
            return (state.unrecorded.takeAll(), state.observations)
        }
        plugins.therapies.hear(received)
        // After the changes were taken: who is away now was not ready again by any of them.
        let statuses = await control.snapshot()
        try requireHub(statuses)
        let states = Dictionary(uniqueKeysWithValues: statuses.map { ($0.name, $0.state) })
        let snapshot = messages(statuses)
        let steadyNow = peer.steadyNow
        let absent = state.withLock { state in
            state.snapshot = snapshot
            return state.absence.look(at: states, now: steadyNow)
        }
        var events = changes.map(\.change) + absent.map { ProcessAbsent(process: $0) }
        events += await lookAround(peer.engine.core, now: steadyNow)
        if !mode.isRehearsal { events += try dueHours(after: peer.engine.core, wall: wall) }
        var turn = Turn()
        if !events.isEmpty {
            let now: DecisionTime =
                mode.isRehearsal
                ? .lastHour : .world(try WallClock.moment(wall, timeZone: timeZone))
            let observation = peer.observe(
                events, id: MessageID("\(incarnation)-\(number)"), now: now, wall: wall)
            turn = observation.turn
            for advice in turn.unrecordable { complain(once: advice.problem, advice) }
            // Hours and plugins follow from what is recorded, and are found again.
            state.withLock { state in
                if observation.isRecorded {
                    state.absence.tell(absent)
                } else {
                    state.unrecorded.putBack(changes)
                }
            }
        }
        let clock = clock(of: peer.engine.core, wall: wall)
        state.withLock { state in
            state.clock = clock
            state.withdrawn = peer.engine.core.withdrawn
        }
        await carryOut(peer.engine.core)
        await reload(&peer)
        return turn
    }

    /// The hours to strike now, at most a fortnight's: the rest comes with the next turns.
    private func dueHours(after core: ProcessRegister, wall: Timestamp) throws -> [any Event] {
        switch core.verdict(at: wall) {
        case .strike(let hours):
            return try core.strikes(
                Array(hours.prefix(ProcessRegister.longestAdvance)), timeZone: timeZone)
        case .waitForPerson(let advice):
            complain(once: "clock \(core.lastHour?.utc.description ?? "")", advice)
            return []
        }
    }

    /// How the clock stands after a turn.
    private func clock(of core: ProcessRegister, wall: Timestamp) -> ClockStatus {
        guard !mode.isRehearsal,
            case .waitForPerson(let advice) = core.verdict(at: wall)
        else { return ClockStatus(lastHour: core.lastHour?.utc) }
        return ClockStatus(lastHour: core.lastHour?.utc, waitsBecause: advice)
    }

    private static let lookInterval: Duration = .seconds(2)

    /// What is looked at every two seconds: the folder itself, the plugins in it, and the own log.
    private func lookAround(_ core: ProcessRegister, now: SteadyInstant) async -> [any Event] {
        let isDue = state.withLock { state in
            guard state.lastLook.map({ now - $0 >= Self.lookInterval }) ?? true else {
                return false
            }
            state.lastLook = now
            return true
        }
        guard isDue, isInPlace() else { return [] }
        await keepDoorsOpen()
        ownLog.keepInPlace()
        return await plugins.look(at: control, core)
    }

    /// Whether the path that all processes were given leads to the folder that they run in.
    ///
    /// Where it does not, and not for a moment only, the clinic is brought down: what is started
    /// now would be another clinic's, or none.
    private func isInPlace() -> Bool {
        // What the system does not tell is no reason to end anything.
        let isThere = place?.isAt(programs.folder.path) ?? true
        let isMoved = state.withLock { state in
            state.looksAway = isThere ? 0 : state.looksAway + 1
            return state.looksAway == 2
        }
        guard isMoved else { return isThere }
        say(
            Advice(
                "The clinic's folder is not at \(programs.folder.path) any more: the supervisor"
                    + " brings the clinic down.",
                remedy: "Move a clinic's folder while it is down; then `cairn up` at its new path.")
        )
        kill(getpid(), SIGTERM)
        return false
    }

    func complain(once about: String, _ advice: Advice) {
        guard state.withLock({ $0.complained.insert(about).inserted }) else { return }
        say(advice)
    }

    func say(_ advice: Advice) {
        StandardStreams.complain("cairn-supervisor: \(advice)\n")
    }

    /// Carries out the wishes that came since the last turn; those of earlier runs are done.
    private func carryOut(_ core: ProcessRegister) async {
        let fresh = state.withLock { state in
            defer { state.wishesDone = core.wishCount }
            return core.wishes(after: state.wishesDone ?? core.wishCount)
        }
        for wish in fresh {
            do {
                switch wish.wish {
                case .start: try await control.start(wish.process)
                case .stop: try await control.stop(wish.process)
                case .restart: try await control.restart(wish.process)
                default: break
                }
            } catch {
                // Only one that came while the supervisor stops: others were refused.
                say((error as? any Remediable)?.advice ?? Advice("\(error)", remedy: ""))
            }
        }
    }
}

extension ProcessStanding {
    /// How far one is that takes long to start, in its own words. Not a plugin's: nobody knows what
    /// its words are about.
    fileprivate var progress: String? {
        let isOwn = MessageCatalog.permission(of: name) != nil
        guard state == .starting, isOwn, let text, !text.isEmpty else { return nil }
        return text
    }

    /// The change as an event, if it is one that others should know.
    fileprivate var event: (any Event)? {
        switch state {
        case .starting: ProcessStarted(process: name)
        case .ready: ProcessReady(process: name)
        case .stopped(.operatorWish):
            ProcessStopped(process: name, byOperator: true, detail: "An operator stopped it.")
        case .backingOff:
            ProcessStopped(
                process: name, byOperator: false, detail: advice?.problem ?? "It ended.")
        case .givenUp, .failedPermanently:
            ProcessGivenUp(process: name, detail: advice?.description ?? "It failed.")
        default: nil
        }
    }
}
