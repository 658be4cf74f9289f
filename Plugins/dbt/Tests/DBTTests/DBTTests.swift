import Foundation
import PluginKit
import Testing

@testable import dbt

/// Plays docs/plugins/therapies/dbt.md.
@Suite("Dialectical behaviour therapy")
struct DBTTests {
    private static let contract = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../plugin.json").standardizedFileURL.path

    private func desk(_ configuration: [String: JSONFragment] = [:]) throws -> TherapyDesk<DBT> {
        try TherapyDesk(contractAt: Self.contract, configuration: configuration)
    }

    /// A desk on the first day of a module's next turn.
    private func desk(at module: String) throws -> TherapyDesk<DBT> {
        var desk = try desk()
        let curriculum = try #require(desk.contract.curriculum.first)
        var days = 0
        while curriculum.turn(on: desk.now.date)?.module.name != module
            || curriculum.turn(on: desk.now.date)?.week != 1
        {
            try desk.advance(days: 7)
            days += 7
            try #require(days < 7 * 60)
        }
        return desk
    }

    private func names(_ actions: [Action]) -> [String] {
        actions.map { action in
            switch action {
            case .duty(_, let name, _, _, _): "duty \(name)"
            case .closeDuty(_, let name): "close \(name)"
            case .assignPractice(_, let practice, _): "practice \(practice)"
            case .completeModule(_, let module, _): "module \(module)"
            case .alert(_, let sign, let urgency, _): "alert \(sign) \(urgency)"
            default: action.name
            }
        }
    }

    @Test("Mindfulness comes before each of the other modules, and the rotation has 24 weeks")
    func rotation() throws {
        let curriculum = try #require(try desk().contract.curriculum.first)
        let modules = curriculum.modules.map(\.name)
        #expect(modules.count == 6 && curriculum.modules.reduce(0) { $0 + $1.weeks } == 24)
        for (place, module) in modules.enumerated() {
            #expect(module.hasPrefix("mindfulness") == place.isMultiple(of: 2))
        }
    }

    @Test("The week's module is everybody's, and is finished by being there for most of it")
    func moves() throws {
        var desk = try desk(at: "distress-tolerance")
        for week in 1...6 {
            let actions = names(try desk.attend("c-1", "skills"))
            #expect(actions.contains("practice pause-and-step-back"))
            // Five of six weeks are the first that are three quarters.
            #expect(actions.contains("module distress-tolerance") == (week == 5), "\(week)")
            try desk.submit("c-1", "diary-card", scores: ["urge-1": 0, "use": 0])
            try desk.advance(days: 7)
        }
        // Who comes late into a turn has the rest of it, and not the module.
        let late = names(try desk.attend("c-2", "skills"))
        #expect(late == ["practice diary-card", "practice observe-breath"])
        try desk.foldsTheSame()
    }

    @Test("A session without this week's card begins with one; the first session gives it")
    func card() throws {
        var desk = try desk()
        #expect(!names(try desk.attend("c-1", "skills")).contains("duty diary-card"))
        try desk.advance(days: 7)
        #expect(names(try desk.attend("c-1", "skills")).first == "duty diary-card")
        let card = try desk.submit("c-1", "diary-card", scores: ["urge-1": 1, "use": 0])
        #expect(names(card) == ["close diary-card"])
        try desk.advance(days: 7)
        #expect(!names(try desk.attend("c-1", "skills")).contains("duty diary-card"))
        try desk.advance(days: 1)
        #expect(names(try desk.attend("c-1", "skills")).first == "duty diary-card", "eight days")
        try desk.foldsTheSame()
    }

    @Test("From the limit on an urge is called about on the same day", arguments: [1, 4, 5])
    func urge(limit: Int) throws {
        var desk = try desk(["urge-limit": .integer(Int64(limit))])
        let below = try desk.submit("c-1", "diary-card", scores: ["urge-6": limit - 1, "urge": 35])
        #expect(names(below) == ["close diary-card"])
        let at = try desk.submit("c-1", "diary-card", scores: ["urge-6": limit])
        #expect(
            names(at) == ["close diary-card", "duty phone-coaching", "practice ride-the-wave"])
        try desk.foldsTheSame()
    }

    @Test("Use on the card and a return to use have their chain looked at, and end the promise")
    func use() throws {
        var desk = try desk()
        let until = desk.now.date.advanced(by: 3)
        func promise(_ desk: inout TherapyDesk<DBT>) throws -> [Action] {
            try desk.record(
                "commitment", about: "c-1", ["until": .string(until.description)])
        }
        #expect(names(try promise(&desk)) == ["practice close-the-ways"])
        let card = try desk.submit("c-1", "diary-card", scores: ["urge-1": 2, "use": 1])
        #expect(names(card) == ["close diary-card", "duty chain-analysis"])
        _ = try promise(&desk)
        let lapse = try desk.tell(
            ReturnToUseReported(client: "c-1", contact: nil, account: "Told by phone."))
        #expect(names(lapse) == ["duty chain-analysis"])
        #expect(try desk.advance(days: 5) == [], "there is no promise that could end")
        try desk.foldsTheSame()
    }

    @Test("A promise to abstain is for a time, and is renewed on its last day, once")
    func promise() throws {
        var desk = try desk()
        let until = desk.now.date.advanced(by: 3)
        for client in ["c-2", "c-1"] as [ClientID] {
            try desk.record("commitment", about: client, ["until": .string(until.description)])
        }
        #expect(try desk.advance(days: 2) == [])
        #expect(
            names(try desk.advance(days: 1)) == ["duty renew-commitment", "duty renew-commitment"])
        #expect(try desk.advance(days: 30) == [])
        try desk.foldsTheSame()
    }

    @Test("A call for coaching is somebody's, a call in a crisis is an alert")
    func coaching() throws {
        var desk = try desk()
        let asked = try desk.record("coaching-asked", about: "c-1", ["about": .string("craving")])
        #expect(names(asked) == ["duty phone-coaching"])
        let given = try desk.record(
            "coaching-given", about: "c-1", ["minutes": .integer(9), "skill": .string("stop")])
        #expect(names(given) == ["close phone-coaching"])
        let crisis = try desk.record("coaching-asked", about: "c-1", ["about": .string("crisis")])
        #expect(names(crisis) == ["alert crisis-call now"])
        try desk.foldsTheSame()
    }

    @Test("Sessions missed in a row pause the therapy; an excuse counts for neither")
    func missed() throws {
        var desk = try desk()
        func away(_ status: AttendanceStatus = .noShow) throws -> [String] {
            names(try desk.attend("c-1", "skills", status: status, minutes: 0))
        }
        for _ in 1...3 { #expect(try away() == []) }
        #expect(try away(.excused) == [])
        #expect(try away() == ["propose-review"], "the fourth")
        #expect(try away() == [])
        try desk.attend("c-1", "skills")
        for _ in 1...3 { #expect(try away() == []) }
        #expect(try away() == ["propose-review"])
        try desk.foldsTheSame()
    }

    @Test(
        "No score of the card tells the program of self-harm: the form's own items are the clinic's"
    )
    func selfHarm() throws {
        let form = try #require(try desk().contract.forms.first)
        guard case .object(let card) = form, case .array(let scales)? = card["scales"],
            case .array(let dangers)? = card["dangers"], case .array(let must)? = card["mustAnswer"]
        else {
            Issue.record("The diary card is no form.")
            return
        }
        #expect(!"\(scales)".contains("self-harm"))
        #expect(dangers.count == 2 && must.count == 2)
        for danger in dangers { #expect("\(danger)".contains("suicide-risk")) }
    }
}
