@testable import Planning

/// A small problem out of a seed, with a little of everything that a problem can say.
struct InventedWeek {
    private var chance: Chance
    private let hasWishes: Bool
    private var sites: [String] = []

    /// - Parameter hasWishes: whether rules are used that not each clinic has: held sessions, closed
    ///   cohorts, features of rooms, clients who may not meet, rule packs.
    static func problem(_ seed: UInt64, clients: Int = 24, hasWishes: Bool = true) -> Problem {
        var week = InventedWeek(chance: Chance(seed: seed), hasWishes: hasWishes)
        return week.problem(clients)
    }

    private mutating func problem(_ count: Int) -> Problem {
        sites = chance.happens(1, of: 2) ? ["S1"] : ["S1", "S2"]
        let blocks = (0..<15).map { number in
            Block(
                id: "B\(number)", day: number / 3, track: number % 3,
                start: ["09:00", "13:00", "18:00"][number % 3],
                end: ["12:00", "16:00", "21:00"][number % 3])
        }
        let templates = ["CBT", "DBT", "RP"].flatMap { type in sites.map { template(type, $0) } }
        var problem = Problem(
            name: "invented", blocks: blocks, days: ["MON", "TUE", "WED", "THU", "FRI"],
            tracks: ["AM", "PM", "EVE"], hoursPerBlock: 3, appointmentsPerBlock: 3,
            phases: [
                Phase(
                    id: 1, blocksPerWeek: 3, maxBlocksPerDay: 1,
                    requiredTypes: ["CBT": 1, "DBT": 1]),
                Phase(id: 2, blocksPerWeek: 2, maxBlocksPerDay: 2, requiredTypes: ["RP": 2]),
            ],
            sites: sites, rooms: rooms(), clinicians: (0..<6).map { clinician($0) },
            groupTemplates: templates + [telehealth], clients: [], lastWeekSessions: [],
            heldSessions: [], rulePacks: hasWishes ? [pack] : [], weights: weights())
        problem.clients = (0..<count).map { client($0, problem) }
        if hasWishes { wish(&problem) }
        history(&problem)
        return problem
    }

    private func id(_ kind: String, _ number: Int) -> String { "\(kind)\(number)" }

    private var pack: RulePack {
        RulePack(
            id: "state", source: "an invented rule", therapyTypes: ["DBT"], minSize: 4, maxSize: 8)
    }

    private var telehealth: GroupTemplate {
        GroupTemplate(
            id: "TH", therapyType: "RP", phases: [1, 2], language: "en", genderFocus: nil,
            modality: .telehealth, site: nil, hardMinSize: 2, targetMinSize: 5, maxSize: 9,
            credentials: [], roomFeatures: [], closedTo: nil, requires: [], excludes: [])
    }

    private mutating func template(_ type: String, _ site: String) -> GroupTemplate {
        GroupTemplate(
            id: "\(site)-\(type)", therapyType: type, phases: [1, 2], language: "en",
            genderFocus: nil, modality: .inPerson, site: site, hardMinSize: 3, targetMinSize: 6,
            maxSize: 8 + chance.below(5), credentials: [], roomFeatures: [], closedTo: nil,
            requires: [], excludes: [])
    }

    private mutating func rooms() -> [Room] {
        sites.flatMap { site in
            [5, 10].map { capacity in
                Room(
                    id: "\(site)-\(capacity)", site: site, capacity: capacity,
                    closed: chance.happens(1, of: 2) ? [id("B", chance.below(15))] : [],
                    features: hasWishes && capacity == 5 ? ["step-free"] : [])
            }
        }
    }

    private mutating func clinician(_ number: Int) -> Clinician {
        Clinician(
            id: id("K", number), credential: number % 2 == 0 ? "LPC" : "LCADC",
            therapyTypes: ["CBT", "DBT", "RP"].filter { _ in chance.happens(3, of: 4) },
            languages: ["en"], site: sites[number % sites.count],
            telehealthLicensed: chance.happens(1, of: 2), familyCredential: number % 2 == 0,
            available: (0..<15).filter { _ in chance.happens(3, of: 4) }.map { id("B", $0) },
            maxBlocks: 5 + chance.below(4), maxGroupBlocks: 3 + chance.below(3),
            maxBlocksPerDay: hasWishes && number == 0 ? 2 : nil)
    }

    private mutating func client(_ number: Int, _ problem: Problem) -> Client {
        Client(
            id: id("C", number), phase: 1 + chance.below(2),
            site: sites[number % sites.count], language: "en", speaksAlso: [],
            gender: chance.happens(1, of: 2) ? "F" : "M", telehealthOk: chance.happens(1, of: 2),
            commitment: "day_job",
            unavailable: (0..<15).filter { _ in chance.happens(1, of: 3) }.map { id("B", $0) },
            trackPreference: [chance.below(3)], inconvenienceHistory: chance.below(3),
            primaryClinician: id("K", number % sites.count + sites.count * chance.below(2)),
            individualDue: chance.happens(2, of: 3), familyDue: chance.happens(1, of: 4),
            doNotPair: number > 0 && chance.happens(1, of: 6) ? [id("C", number - 1)] : [],
            doNotMeet: hasWishes && number > 1 && chance.happens(1, of: 10)
                ? [id("C", number - 2)] : [],
            makeUpBlocks: hasWishes && chance.happens(1, of: 10) ? 1 : 0,
            conditions: chance.happens(1, of: 2) ? ["consent"] : [], lastWeek: [],
            lastAppointments: [])
    }

    /// Rules that few clinics have.
    private mutating func wish(_ problem: inout Problem) {
        problem.groupTemplates[0].roomFeatures = ["step-free"]
        problem.groupTemplates[1].requires = ["consent"]
        problem.groupTemplates[2].closedTo = problem.clients.prefix(12).map(\.id)
        problem.groupTemplates[3 % problem.groupTemplates.count].credentials = ["LPC"]
        guard chance.happens(1, of: 2) else { return }
        problem.heldSessions = [
            HeldSession(
                template: "TH", block: "B1", clinician: "K1", freedom: .fixedTime,
                clients: ["C0"]),
            HeldSession(
                template: "S1-CBT", block: "B5", clinician: "K2", freedom: .fixed,
                clients: ["C3", "C4"]),
        ]
        if !ProgrammeCheck.faults(problem).isEmpty { problem.heldSessions = [] }
    }

    /// Last week, as a walk of the engine left it, and a change for some.
    private mutating func history(_ problem: inout Problem) {
        var search = Search(SearchState(DenseProblem(problem)), seed: chance.next())
        for _ in 0..<300 { search.move() }
        problem = problem.following(search.bestPlan)
        for index in problem.clients.indices where chance.happens(1, of: 6) {
            problem.clients[index].phase = 3 - problem.clients[index].phase
            problem.clients[index].unavailable.append(id("B", chance.below(15)))
            problem.clients[index].unavailable =
                Set(problem.clients[index].unavailable).sorted()
        }
    }

    private mutating func weights() -> Weights {
        chance.happens(1, of: 2) ? .planning : .replanning
    }
}
