import Foundation
import PluginKit
import Testing

@testable import new_therapy

@Suite("New therapy")
struct NewTherapyTests {
    private let contract = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../plugin.json").standardizedFileURL.path

    @Test("Each session has a module, and what was not practised is given again")
    func module() throws {
        var desk = try TherapyDesk<NewTherapy>(contractAt: contract)
        let followed = try desk.attend("c-1", "new-therapy")
        #expect(followed.map(\.name) == ["complete-module", "assign-practice"])
        #expect(try desk.report("c-1", "first-practice") == [])
        let again = try desk.report("c-1", "first-practice", isDone: false)
        #expect(again == [followed[1]])
        try desk.foldsTheSame()
    }
}
