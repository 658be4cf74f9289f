import Foundation
import PluginKit
import Testing

@testable import cbt

/// Plays docs/plugins/therapies/cbt.md.
@Suite("Cognitive behavioural therapy")
struct CBTTests {
    private static let contract = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../plugin.json").standardizedFileURL.path

    private func desk(_ configuration: [String: JSONFragment] = [:]) throws -> TherapyDesk<CBT> {
        try TherapyDesk(contractAt: Self.contract, configuration: configuration)
    }

    private func given(_ practice: String, on desk: TherapyDesk<CBT>) -> Action {
        .assignPractice(client: "c-1", practice: practice, due: desk.now.date.advanced(by: 7))
    }

    @Test("A session gives the practice of the client's module, and the practice finishes it")
    func movesOn() throws {
        var desk = try desk()
        #expect(try desk.attend("c-1", "skills", status: .noShow, minutes: 0) == [])
        #expect(try desk.attend("c-1", "skills") == [given("functional-analysis-sheet", on: desk)])
        try desk.advance(days: 3)
        // Not done: the next session gives it again, and nobody has moved on.
        #expect(try desk.attend("c-1", "skills") == [given("functional-analysis-sheet", on: desk)])
        #expect(
            try desk.report("c-1", "functional-analysis-sheet") == [
                .completeModule(client: "c-1", module: "functional-analysis")
            ])
        #expect(try desk.report("c-1", "functional-analysis-sheet") == [], "once")
        #expect(
            try desk.attend("c-1", "skills", status: .telehealth) == [
                given("craving-log", on: desk)
            ])
        // Each client has a way of its own.
        #expect(
            try desk.attend("c-2", "skills") == [
                .assignPractice(
                    client: "c-2", practice: "functional-analysis-sheet",
                    due: desk.now.date.advanced(by: 7))
            ])
        try desk.foldsTheSame()
    }

    @Test("A practice that nobody gave finishes nothing")
    func ungiven() throws {
        var desk = try desk()
        #expect(try desk.report("c-1", "functional-analysis-sheet") == [])
        #expect(try desk.report("c-1", "functional-analysis-sheet", isDone: false) == [])
        #expect(
            try desk.submit(
                "c-1", "functional-analysis", scores: ["triggers": 2, "craving": 9, "used": 0])
                == [])
        // A form of somebody else's is no sheet of this therapy.
        try desk.attend("c-1", "skills")
        #expect(try desk.submit("c-1", "phq-9", scores: ["total": 3]) == [])
        try desk.foldsTheSame()
    }

    @Test(
        "A practice that was not done is given again, as often as the clinic says, then reviewed",
        arguments: [1, 3, 6])
    func notDone(times: Int) throws {
        var desk = try desk(["times-given": .integer(Int64(times))])
        try desk.attend("c-1", "skills")
        for _ in 1..<times {
            #expect(
                try desk.report("c-1", "functional-analysis-sheet", isDone: false) == [
                    given("functional-analysis-sheet", on: desk)
                ])
        }
        let last = try desk.report("c-1", "functional-analysis-sheet", isDone: false)
        #expect(last.map(\.name) == ["propose-review"])
        // The count begins again, and the module is still the first.
        #expect(try desk.attend("c-1", "skills") == [given("functional-analysis-sheet", on: desk)])
        try desk.foldsTheSame()
    }

    @Test("A clinician's word finishes a module, whatever became of its practice")
    func word() throws {
        var desk = try desk()
        try desk.attend("c-1", "skills")
        try desk.complete("c-1", "functional-analysis")
        #expect(try desk.attend("c-1", "skills") == [given("craving-log", on: desk)])
        try desk.foldsTheSame()
    }

    @Test("A sheet that was filled in is a practice that was done")
    func sheets() throws {
        var desk = try desk()
        try desk.attend("c-1", "skills")
        let first = try desk.submit(
            "c-1", "functional-analysis", scores: ["triggers": 2, "craving": 9, "used": 0])
        #expect(first.map(\.name) == ["complete-module", "close-duty"])
        // The craving was strong, and its module is not taught yet: nothing is given for it.
        try desk.attend("c-1", "skills")
        try desk.report("c-1", "craving-log")
        for (craving, isStrong) in [(7, false), (8, true)] {
            let next = try desk.submit(
                "c-1", "functional-analysis", scores: ["craving": craving])
            #expect(next.contains(given("craving-log", on: desk)) == isStrong)
        }
        try desk.foldsTheSame()
    }

    @Test("A return to use is analysed: somebody's duty, until the sheet is there")
    func lapse() throws {
        var desk = try desk()
        let early = try desk.tell(
            ReturnToUseReported(client: "c-1", contact: nil, account: "Told in group."))
        #expect(early.map(\.name) == ["duty"], "the sheet is not taught yet")
        try desk.attend("c-1", "skills")
        try desk.report("c-1", "functional-analysis-sheet")
        let later = try desk.tell(
            ReturnToUseReported(client: "c-1", contact: nil, account: "Told in group."))
        #expect(later.map(\.name) == ["assign-practice", "duty"])
        let sheet = try desk.submit("c-1", "functional-analysis", scores: ["craving": 2])
        #expect(sheet == [.closeDuty(client: "c-1", name: "functional-analysis")])
        try desk.foldsTheSame()
    }

    @Test("After the last module a person decides what comes next")
    func ending() throws {
        var desk = try desk()
        let modules = try #require(desk.contract.curriculum.first).modules
        #expect((12...16).contains(modules.count))
        for module in modules {
            try desk.attend("c-1", "skills")
            let done = try desk.report("c-1", try #require(module.practice))
            #expect(done.first == .completeModule(client: "c-1", module: module.name))
            #expect(done.count == (module.name == modules.last?.name ? 2 : 1))
        }
        #expect(desk.published.last?.name == "propose-review")
        #expect(try desk.attend("c-1", "skills") == [])
        try desk.foldsTheSame()
    }
}
