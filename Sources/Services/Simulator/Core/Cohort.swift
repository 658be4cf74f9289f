internal import ClinicalRules
package import Messages

/// The clinic's clients and staff, played from a seed: it acts by sending commands and in no other
/// way, and knows nothing but what the bus has told everyone.
///
/// A clock message changes no state, so whether something was done is read from the facts that it
/// left behind, or does not matter because the rule is bound to one hour of one day.
package struct Cohort: Core, Equatable {
    let chance: Chance
    /// New clients a week, on average; the first week brings ``firstReferrals``.
    let referralsPerWeek: Int

    var cases: [ClientID: Case] = [:]
    /// What was seen of each one's treatment.
    var charts: [ClientID: SeenChart] = [:]
    /// The highest number among the simulator's own clients.
    var registrations = 0
    var firstRegistration: Timestamp?
    var sessions: [SessionID: Meeting] = [:]
    var alerts: [AlertID: Alarm] = [:]
    /// The dangers of each client as cases.
    var concerns: [ClientID: ConcernBook] = [:]
    var contacts: [ContactID: Call] = [:]
    var members: [GroupID: Set<ClientID>] = [:]
    /// The phase of each group, by what the groups' own service said.
    var groupPhases: [GroupID: PhaseID] = [:]
    /// What people have to do, by who asks for it: what `cairn today` shows them.
    var duties: [Identity: DutyBook] = [:]
    /// The therapies that were approved, or of which something was heard.
    var therapies: [Identity: KnownTherapy] = [:]
    /// The forms of approved therapies.
    var forms = ApprovedForms()
    /// Who of the staff is away, and whether anybody ever was.
    var away = DaysAway()
    var wasAway = false
    var isPairForbidden = false
    var commitmentsChanged: Set<ClientID> = []
    /// A form that was handed in for the wrong client.
    var mistake: MessageID?
    var mistakes = 0
    /// What the supervisor said last of each process: `false` once it was given up or an operator
    /// stopped it, `true` once it is ready.
    package private(set) var isRunning: [Identity: Bool] = [:]

    /// The most commands of one hour. What is beyond waits for the next hour, in the same order.
    package static let commandLimit = 400
    /// New clients a week, unless somebody says otherwise.
    package static let usualReferrals = 2
    /// A clinic that begins has a list of people who wait for it: a month's worth.
    var firstReferrals: Int { max(8, 4 * referralsPerWeek) }

    package init() { self.init(seed: 1, referralsPerWeek: Cohort.usualReferrals) }

    package init(seed: UInt64, referralsPerWeek: Int) {
        chance = Chance(seed: seed)
        self.referralsPerWeek = max(0, referralsPerWeek)
    }

    /// A session on the calendar, with whose attendance is known.
    struct Meeting: Equatable, Sendable, Codable {
        var plan: SessionScheduled
        var recorded: Set<ClientID> = []
        var isCancelled = false
    }

    /// An alert that nobody has acknowledged.
    struct Alarm: Equatable, Sendable, Codable {
        let client: ClientID
        let kind: AlertKind
        let urgency: AlertUrgency
        let raised: Timestamp
        let due: Timestamp
    }

    /// A contact that is due: it is kept or missed once, and a missed one is followed by another.
    struct Call: Equatable, Sendable, Codable {
        let client: ClientID
        let situation: Situation
        let owner: StaffID
        let due: LocalDate
    }

    package typealias Contract = SimulatorContract
    /// 3: the appointments for intakes; no forms of clients, for those that are due are duties;
    /// approved therapies with their practice. 4: consents.
    package static let foldVersion = 4

    package func decide(_ command: any Command, by actor: Actor, in context: inout Context) throws
        -> Decision
    {
        throw Refusal(
            "The simulator takes no commands.", remedy: "Send it to the service that it is for.")
    }

    package func react(to fact: Fact, in context: inout Context) throws -> Decision {
        switch fact.event {
        case let hour as HourBegan:
            orders(on: Shift(now: hour.moment, clinic: context.clinic)).decision
        case let alert as RiskAlerted:
            Decision(
                commands: answerAtOnce(alert, on: Shift(now: context.now, clinic: context.clinic)))
        default: Decision()
        }
    }

    package func answer(_ query: any Query, in context: Context) throws -> any Codable & Sendable {
        QueryRefusal(
            Advice(
                "The simulator answers no queries.",
                remedy: "Ask the service that owns what you look for."))
    }

    mutating func applySupervisor(_ fact: Fact) {
        switch fact.event {
        case let event as ProcessGivenUp: isRunning[event.process] = false
        case let event as PluginWithdrawn: isRunning[event.plugin] = false
        case let event as ProcessStopped where event.byOperator: isRunning[event.process] = false
        case let event as ProcessReady: isRunning[event.process] = true
        default: break
        }
    }

    func profile(of client: ClientID) -> Profile { Profile(of: client, chance: chance) }

    /// The cases in the order of their names: no dictionary's order reaches a command.
    var sorted: [(client: ClientID, record: Case)] {
        cases.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}
