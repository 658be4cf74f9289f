internal import ClinicFiles
internal import Foundation
internal import Journal
internal import Messages
internal import PeerKit
internal import SimulatorCore
internal import Synchronization

/// Lets the clock go on, hour by hour, whenever everyone has done what the last hour asked.
final class Play: Sendable {
    private struct State {
        var driver: ClockDriver
        /// What was last taken over from the core about who runs.
        var isRunning: [Identity: Bool]?
        var firstTurn: SteadyInstant?
        var asked: (hour: Timestamp, at: SteadyInstant, number: Int)?
        var askedCount = 0
        var lastAdvance: SteadyInstant?
        var shownWeek: LocalDate?
        var began: SteadyInstant?
    }

    private let clinic: Clinic
    private let mode: ClinicMode
    private let end: Timestamp?
    private let weeks: Int
    private let pace: Double
    private let showsProgress: Bool
    private let state: Mutex<State>

    init(
        clinic: Clinic, mode: ClinicMode, folder: ClinicFolder, weeks: Int, pace: Double,
        showsProgress: Bool
    ) {
        self.clinic = clinic
        self.mode = mode
        self.weeks = weeks
        self.pace = pace
        self.showsProgress = showsProgress
        end = weeks > 0 ? mode.startsAt.utc.advanced(byHours: weeks * 168) : nil
        let services = clinic.services.filter { $0 != .hub }
        let plugins = ApprovedList(in: folder).plugins.map(\.plugin)
        state = Mutex(
            State(
                driver: ClockDriver(
                    participants: Set(services + plugins + [.supervisor, .simulator]),
                    start: mode.startsAt.utc)))
    }

    @Sendable func turn(_ peer: inout Peer<Cohort>, _ received: [Frame], _ wall: Timestamp)
        async throws
        -> Turn
    {
        let own = peer.heartbeat(
            incarnation: "self", version: CairnVersion.text,
            state: peer.isReady ? .ready : .starting)
        let core = peer.engine.core
        let now = peer.steadyNow
        let step = state.withLock { state -> Step in
            for frame in received { listen(to: frame, state: &state) }
            state.driver.hear(own)
            follow(core, state: &state)
            return next(core: core, now: now, state: &state)
        }
        var turn = Turn()
        switch step {
        case .wait: break
        case .advance(let hour, let number):
            turn.frames = [try command(hour, number: number, token: peer.token, wall: wall)]
        case .finish:
            if showsProgress { try conclude(peer) }
            turn.isFinished = true
        }
        return turn
    }

    private enum Step {
        case wait, finish
        case advance(Timestamp, Int)
    }

    private func listen(to frame: Frame, state: inout State) {
        guard frame.isHeartbeat, case .message(let envelope)? = try? frame.read(),
            case .heartbeat(let sender) = envelope.address, sender != .hub,
            var beat = try? JSONText.decode(Heartbeat.self, from: envelope.raw.data)
        else { return }
        beat.identity = sender
        state.driver.hear(beat)
    }

    /// Lets those leave whom the supervisor gave up or an operator stopped, and those join who are
    /// ready.
    private func follow(_ core: Cohort, state: inout State) {
        let isRunning = core.isRunning
        // Who was ready once may be gone for good: only what happens from now on lets one join, but
        // for approved therapies, of which the end would have been told.
        if state.isRunning == nil { for therapy in core.running { state.driver.joins(therapy) } }
        let known = state.isRunning ?? isRunning.filter(\.value)
        state.isRunning = isRunning
        for (process, isThere) in isRunning where known[process] != isThere {
            guard ![.hub, .supervisor, .simulator].contains(process) else { continue }
            if isThere { state.driver.joins(process) } else { state.driver.leaves(process) }
        }
    }

    private func next(core: Cohort, now: SteadyInstant, state: inout State) -> Step {
        let firstTurn = state.firstTurn ?? now
        state.firstTurn = firstTurn
        // Who was stopped here may run by hand; heartbeats come each second, and tell.
        if state.driver.hasAbsent, now - firstTurn < .seconds(3) { return .wait }
        if let asked = state.asked, now - asked.at < .seconds(2) {
            guard let settled = state.driver.settledHour, settled >= asked.hour else {
                return .wait
            }
        }
        guard let settled = state.driver.settledHour else { return .wait }
        if state.began == nil { state.began = now }
        show(core, hour: settled, now: now, state: &state)
        if let end, settled >= end { return .finish }
        if let last = state.lastAdvance, Double((now - last).milliseconds) < pace * 1000 {
            return .wait
        }
        let hour = min(core.nextHour(after: settled, in: clinic), end ?? .distantFuture)
        // The same wish has the same id until it is fulfilled: struck twice is struck once.
        let isRepeat = state.asked?.hour == hour
        if !isRepeat { state.askedCount += 1 }
        state.asked = (hour, now, state.askedCount)
        state.lastAdvance = now
        return .advance(hour, state.askedCount)
    }

    private func show(_ core: Cohort, hour: Timestamp, now: SteadyInstant, state: inout State) {
        guard showsProgress, let local = Moment(hour, timeZone: clinic.timeZone) else { return }
        let week = local.today.weekStart
        guard state.shownWeek != week else { return }
        state.shownWeek = week
        let number = (week.days(until: mode.startsAt.today) / -7) + 1
        let seconds = Double((now - (state.began ?? now)).milliseconds) / 1000
        let elapsed = String(format: "%6.1f s", seconds)
        print(
            "  week \(String(number).leftPadded(to: 2)) of \(weeks)  \(week)  \(elapsed)  \(core.glance)"
        )
        fflush(nil)
    }

    private func conclude(_ peer: Peer<Cohort>) throws {
        var summary = RunSummary()
        var position: Int64 = 0
        while true {
            let entries = try peer.journal.entries(after: position, limit: 1000)
            guard let last = entries.last else { break }
            for entry in entries {
                guard let envelope = try? Envelope(entry.raw),
                    case .event(let stream) = envelope.address,
                    let type = MessageCatalog.event(type: envelope.attributes.type),
                    let event = try? JSONText.decode(type, from: entry.raw.data)
                else { continue }
                summary.apply(
                    Fact(
                        id: envelope.id, owner: stream.owner, event: event,
                        time: envelope.attributes.time, actor: envelope.attributes.person,
                        cause: envelope.attributes.causationid))
            }
            position = last.position
        }
        print("")
        let width = summary.rows.map(\.0.count).max() ?? 0
        for (name, value) in summary.rows {
            print("  \(name.padding(toLength: width, withPad: " ", startingAt: 0))  \(value)")
        }
        fflush(nil)
    }

    private func command(_ hour: Timestamp, number: Int, token: String, wall: Timestamp) throws
        -> Frame
    {
        var attributes = Attributes(
            id: MessageID("\(token)-advance-\(number)"),
            source: "/\(mode.clinic)/\(Identity.simulator)", type: AdvanceClock.type,
            time: wall)
        let member = clinic.staff.first { !Set($0.roles).isDisjoint(with: Set<Role>.operators) }
        attributes.actor = member?.id
        attributes.role = member?.roles.first { Set<Role>.operators.contains($0) }
        attributes.dataclassification = .operational
        attributes.replytoken = token
        attributes.deadline = wall + .seconds(30)
        return try Envelope(
            topic: .command(to: .supervisor, verb: AdvanceClock.verb, from: .simulator),
            attributes: attributes, data: try JSONText.encode(AdvanceClock(to: hour))
        ).frame
    }
}

extension Timestamp {
    fileprivate static let distantFuture = Timestamp(milliseconds: .max)
}

extension String {
    fileprivate func leftPadded(to width: Int) -> String {
        String(repeating: " ", count: max(0, width - count)) + self
    }
}
