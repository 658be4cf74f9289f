import Foundation
import PluginKit
import Testing

@testable import breathing

@Suite("Breathing")
struct BreathingTests {
    private let contract = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../plugin.json").standardizedFileURL.path

    @Test("Each session that a client attends has a module and a practice")
    func modules() throws {
        var desk = try TherapyDesk<Breathing>(contractAt: contract)
        try desk.attend("c-1", "breathing")
        try desk.attend("c-1", "breathing", status: .noShow, minutes: 0)
        try desk.attend("c-1", "breathing", status: .telehealth)
        try desk.attend("c-1", "breathing")
        #expect(
            desk.published == [
                .completeModule(client: "c-1", module: "four-breaths", session: "s-1"),
                .assignPractice(
                    client: "c-1", practice: "four-breaths", due: desk.now.date.advanced(by: 3)),
                .completeModule(client: "c-1", module: "grounding", session: "s-7"),
                .assignPractice(
                    client: "c-1", practice: "five-senses", due: desk.now.date.advanced(by: 3)),
            ])
        try desk.foldsTheSame()
    }

    @Test("A practice that was not done is given again, and the third time a review is proposed")
    func missed() throws {
        var desk = try TherapyDesk<Breathing>(contractAt: contract)
        for _ in 1...2 {
            #expect(
                try desk.report("c-1", "four-breaths", isDone: false) == [
                    .assignPractice(
                        client: "c-1", practice: "four-breaths", due: desk.now.date.advanced(by: 3))
                ])
        }
        #expect(try desk.report("c-1", "four-breaths") == [])
        for _ in 1...2 { try desk.report("c-1", "four-breaths", isDone: false) }
        let third = try desk.report("c-1", "four-breaths", isDone: false)
        #expect(third.map(\.name) == ["propose-review"])
        // The count begins again with it.
        #expect(
            try desk.report("c-1", "four-breaths", isDone: false).map(\.name)
                == ["assign-practice"])
        try desk.foldsTheSame()
    }
}
