import Foundation
import PluginKit
import Testing

@testable import cbt

@Suite("Cognitive behavioural therapy")
struct CBTTests {
    private let contract = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../plugin.json").standardizedFileURL.path

    @Test("A session that a client attends has a practice; one that was missed has none")
    func sessions() throws {
        var desk = try TherapyDesk<CBT>(contractAt: contract)
        #expect(try desk.attend("c-1", "skills", status: .noShow, minutes: 0) == [])
        let given = try desk.attend("c-1", "skills")
        #expect(
            given.contains(
                .assignPractice(
                    client: "c-1", practice: "functional-analysis-sheet",
                    due: desk.now.date.advanced(by: 7))))
        try desk.foldsTheSame()
    }
}
