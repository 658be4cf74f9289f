import Foundation
import PluginKit
import Testing

@testable import relapse_prevention

/// Plays docs/plugins/therapies/relapse-prevention.md.
@Suite("Relapse prevention")
struct RelapsePreventionTests {
    private static let contract = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../plugin.json").standardizedFileURL.path

    private func desk(_ configuration: [String: JSONFragment] = [:]) throws
        -> TherapyDesk<RelapsePrevention>
    {
        try TherapyDesk(contractAt: Self.contract, configuration: configuration)
    }

    private func names(_ actions: [Action]) -> [String] {
        actions.map { action in
            switch action {
            case .duty(_, let name, _, _, _): "duty \(name)"
            case .closeDuty(_, let name): "close \(name)"
            case .assignPractice(_, let practice, _): "practice \(practice)"
            case .completeModule(_, let module, _): "module \(module)"
            case .planLine(_, let kind, let text): "\(kind): \(text)"
            default: action.name
            }
        }
    }

    private func lapse(at desk: inout TherapyDesk<RelapsePrevention>) throws -> [String] {
        names(
            try desk.tell(
                ReturnToUseReported(client: "c-1", contact: nil, account: "Told in group.")))
    }

    @Test("Each session attended finishes a module and gives its practice, eight to twelve of them")
    func modules() throws {
        var desk = try desk()
        let modules = try #require(desk.contract.curriculum.first).modules
        #expect((8...12).contains(modules.count))
        for module in modules {
            #expect(
                names(try desk.attend("c-1", "relapse-prevention"))
                    == ["module \(module.name)", "practice \(module.practice ?? "")"])
        }
        #expect(try desk.attend("c-1", "relapse-prevention") == [])
        try desk.foldsTheSame()
    }

    @Test("A trigger and its coping stand in the plan, each once; a strong one needs coping")
    func triggers() throws {
        var desk = try desk()
        func trigger(_ risk: Int, coping: String? = nil) throws -> [String] {
            var data: [String: JSONFragment] = [
                "situation": .string("Payday, alone"), "risk": .integer(Int64(risk)),
            ]
            data["coping"] = coping.map { .string($0) }
            return names(try desk.record("trigger", about: "c-1", data))
        }
        #expect(try trigger(6) == ["trigger: Payday, alone"])
        #expect(try trigger(7) == ["practice fifteen-minute-plan", "duty coping"])
        #expect(try trigger(7, coping: "Call first") == ["coping: Call first"])
        #expect(try trigger(7, coping: "Call first") == [])
        let plan = try desk.record(
            "fifteen-minute-plan", about: "c-1",
            ["steps": .array(["Leave", "Call first", "Leave"].map { .string($0) })])
        #expect(names(plan) == ["coping: Leave", "close coping"])
        #expect(
            names(
                try desk.record("warning-sign", about: "c-1", ["sign": .string("Payday, alone")]))
                == ["warning-sign: Payday, alone"], "of another kind")
        // Another client's plan is another one.
        #expect(
            names(try desk.record("warning-sign", about: "c-2", ["sign": .string("No sleep")]))
                == ["warning-sign: No sleep"])
        try desk.foldsTheSame()
    }

    @Test("A lapse is talked over at once; lapses that count together propose more care, once")
    func lapses() throws {
        var desk = try desk()
        #expect(try lapse(at: &desk) == ["duty after-lapse", "practice lapse-steps"])
        try desk.advance(days: 31)
        #expect(try lapse(at: &desk).last != "propose-step-up", "not within 30 days")
        try desk.advance(days: 30)
        #expect(try lapse(at: &desk).last == "propose-step-up")
        #expect(try lapse(at: &desk).last != "propose-step-up", "it stands already")
        try desk.close("c-1", "propose-step-up")
        #expect(try lapse(at: &desk).last == "propose-step-up")
        try desk.foldsTheSame()
    }

    @Test("Warning signs from the limit on are somebody's within a shift", arguments: [1, 12, 24])
    func signs(limit: Int) throws {
        var desk = try desk(["warning-sum": .integer(Int64(limit))])
        #expect(try desk.submit("c-1", "warning-signs", scores: ["total": limit - 1]) == [])
        #expect(
            names(try desk.submit("c-1", "warning-signs", scores: ["total": limit]))
                == ["duty warning-signs"])
    }

    @Test("More risk than protection proposes a review, once until it eases")
    func monitor() throws {
        var desk = try desk()
        func bam(_ risk: Int, _ protective: Int, _ form: String = "bam-iop") throws -> [String] {
            names(
                try desk.submit(
                    "c-1", form, scores: ["use": 0, "risk": risk, "protective": protective]))
        }
        #expect(try bam(10, 10) == [])
        #expect(try bam(11, 10) == ["propose-review"])
        #expect(try bam(20, 1, "bam") == [], "it stands already")
        #expect(try bam(5, 10) == [])
        #expect(try bam(11, 10) == ["propose-review"])
        #expect(try bam(20, 1, "phq-9") == [])
        try desk.foldsTheSame()
    }

    @Test("What a test found unexpectedly has the map gone through, and is no lapse")
    func tests() throws {
        var desk = try desk()
        func test(_ unexpected: [TestedSubstance]) throws -> [String] {
            names(
                try desk.tell(
                    TestResulted(
                        client: "c-1", test: "u-1", stage: .presumptive, found: [.cocaine],
                        unexpected: unexpected)))
        }
        #expect(try test([]) == [])
        #expect(try test([.cocaine]) == ["practice trigger-map"])
        #expect(try test([.cocaine]) == [], "it was given this week")
        try desk.advance(days: 7)
        #expect(try test([.cocaine]) == ["practice trigger-map"])
        try desk.foldsTheSame()
    }
}
