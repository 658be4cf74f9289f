internal import Messages
internal import TherapyContract

@testable internal import PluginHostCore

/// A driver with a program and a journal that are values: each step of it can be the last one of
/// either process.
struct DriverBench: Sendable {
    /// What may end between two steps; `journal`: what was recorded since a state was kept is not.
    enum Crash: CaseIterable, Sendable { case program, host, journal }

    var isQuarantined: Bool { driver.phase == .quarantined }
    var journal = FakeJournal()
    var driver: TherapyDriver
    var program: FakeTherapy?
    var vices: [String: FakeTherapy.Vice] = [:]
    var settings: DriverSettings
    private(set) var now = SteadyInstant(milliseconds: 0)
    var clinicHour = 9
    /// How many orders were carried out, and lines answered.
    private(set) var steps = 0
    private(set) var kept: TherapySnapshot?
    private(set) var starts = 0
    private(set) var notes: [String] = []
    /// Questions, and the facts that those of them brought that ask what follows.
    private(set) var questions = 0
    private(set) var factsAsked = 0
    private var orders: [DriverOrder] = []
    private var said: [FakeTherapy.Answer] = []
    private var seen = 0
    /// How many lines no fault of the journal takes away.
    private var safe: Int
    /// Entries of the journal that are read at once.
    var readLimit = Int.max

    init(
        _ facts: [PluginFact] = [], settings: DriverSettings? = nil,
        vices: [String: FakeTherapy.Vice] = [:]
    ) {
        journal.lines = facts.map { .fact($0) }
        safe = facts.count
        let settings = settings ?? Self.settings
        self.settings = settings
        self.vices = vices
        driver = Self.driver(settings, at: now)
    }

    static var settings: DriverSettings {
        var settings = DriverSettings(PluginLimits())
        settings.eventsPerMinute = 1_000
        return settings
    }

    static func driver(_ settings: DriverSettings, at now: SteadyInstant) -> TherapyDriver {
        let clinic = HelloClinic(name: "Riverside", timeZone: "UTC", phases: [], rehearsal: true)
        return TherapyDriver(
            hello: Hello(plugin: "fake", version: "1", contract: "0", clinic: clinic),
            settings: settings, now: now)
    }

    private var clinic: LocalDateTime {
        LocalDateTime(
            date: LocalDate(daysSince1970: 20_000), time: TimeOfDay(minutes: clinicHour * 60))
    }

    /// Goes on until all is told and nothing is left, or nothing moves any more.
    ///
    /// - Parameters:
    ///   - place: the step behind which something ends.
    ///   - limit: seconds that may pass while nothing moves.
    mutating func run(crash: Crash? = nil, behind place: Int = .max, seconds limit: Int = 400)
        throws
    {
        var waited = 0
        while waited <= limit {
            if journal.lines.count != seen {
                seen = journal.lines.count
                orders += driver.grew(at: now)
            }
            guard try step(crash: crash, behind: place) else {
                orders += driver.pass(to: now, clinic: clinic)
                if !orders.isEmpty { continue }
                if driver.isCaughtUp || isQuarantined { return }
                waited += 1
                now = now + .seconds(1)
                continue
            }
        }
    }

    /// Carries out an order, or hears an answer; `false` where there is neither.
    private mutating func step(crash: Crash?, behind place: Int) throws -> Bool {
        if steps == place, let crash {
            steps += 1
            end(crash)
            return true
        }
        if !orders.isEmpty {
            try carryOut(orders.removeFirst())
        } else if !said.isEmpty {
            switch said.removeFirst() {
            case .line(let line): orders += driver.answered(line, at: now)
            case .nothing: break
            case .ended:
                program = nil
                orders += driver.ended(at: now)
            }
        } else {
            return false
        }
        steps += 1
        return true
    }

    private mutating func end(_ crash: Crash) {
        said = []
        switch crash {
        case .program:
            guard program != nil else { return }
            program = nil
            // What was written to it is lost with it; what the host does stays to be done.
            orders.removeAll { if case .send = $0 { true } else { false } }
            orders += driver.ended(at: now)
        case .host:
            program = nil
            orders = []
            seen = 0
            driver = Self.driver(settings, at: now)
        case .journal:
            journal.lines.removeSubrange(safe...)
            orders = driver.lost(at: now)
        }
    }

    private mutating func carryOut(_ order: DriverOrder) throws {
        switch order {
        case .start:
            starts += 1
            program = FakeTherapy(vices: vices)
            orders += driver.started(at: now)
        case .send(let line):
            guard var running = program else { return }
            questions += 1
            if case .react(let facts, _, _) = try Question(line: line).ask {
                factsAsked += facts.count
            }
            said.append(try running.answer(line))
            program = running
        case .end:
            program = nil
            said = []
            orders += driver.ended(at: now)
        case .record(let record):
            orders += driver.settled(journal.record(record), at: now)
        case .read(let place):
            let (steps, end) = journal.steps(after: place, limit: readLimit)
            orders += driver.read(
                steps, to: end, isAtEnd: end == Int64(journal.lines.count), at: now)
        case .keep(let snapshot):
            kept = snapshot
            safe = journal.lines.count
        case .dropSnapshot: kept = nil
        case .note(let text): notes.append(text)
        case .quote(let text): notes.append("quote: \(text)")
        }
    }

    /// Something is entered in error, with what followed from it.
    mutating func retract(_ id: String) {
        let id = MessageID(id)
        guard let place = journal.position(of: id) else { return }
        journal.retracted.insert(id)
        for case .own(let event, id) in journal.lines { journal.retracted.insert(event.id) }
        orders += driver.corrected(from: place, at: now)
    }

    /// The state of a program that is told the whole journal now.
    func toldAnew() throws -> [String] {
        try told(journal.steps(after: 0).steps, from: nil)
    }

    /// The state of a program that goes on from what was kept.
    func toldFromKept() throws -> [String]? {
        guard let kept else { return nil }
        return try told(journal.steps(after: kept.position).steps, from: Array(kept.state.utf8))
    }

    private func told(_ steps: [TherapyStep], from state: [UInt8]?) throws -> [String] {
        var fresh = FakeTherapy()
        _ = try fresh.answer(Question(1, .restore(state: state)).line())
        _ = try fresh.answer(Question(2, .apply(steps.map(\.fact))).line())
        return fresh.folded
    }
}
