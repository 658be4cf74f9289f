internal import Foundation
internal import Messages
internal import TestKit
internal import Testing
internal import TherapyContract

@Suite("The rule of actions")
struct ActionTests {
    /// The cases to which the kit in Python is held too: `Plugins/python/tests/test_actions.py`.
    private struct Cases: Decodable {
        struct Case: Decodable {
            var isTaken: Bool
            var action: Action
        }

        var contract: PluginContract
        var cases: [Case]
    }

    @Test("Each case is taken or refused as by the kit in Python")
    func cases() throws {
        let file = Golden.root().appending(path: "Plugins/python/tests/actions.json")
        let read = try JSONText.decode(Cases.self, from: Array(Data(contentsOf: file)))
        try #require(read.cases.count > 50)
        for one in read.cases {
            #expect((read.contract.fault(in: one.action) == nil) == one.isTaken, "\(one.action)")
        }
    }
}
