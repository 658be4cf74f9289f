import Messages
import Testing
import TherapyContract

@testable import PluginKit

/// Asks for a call upon each record, and counts them.
private struct Caller: Therapy {
    private(set) var count = 0

    mutating func apply(_ fact: PluginFact) {
        if fact.as(RecordAdded.self) != nil { count += 1 }
    }

    func recorded(_ record: RecordAdded, in context: PluginContext) -> [Action] {
        record.client.map {
            [
                .duty(
                    client: $0, name: "call", roles: [.clinician], dueStaffHours: 8,
                    what: "Call the client.")
            ]
        } ?? []
    }
}

@Suite("A correction at the desk")
struct CorrectionTests {
    private var desk: TherapyDesk<Caller>

    init() throws {
        let text = """
            {"contract": 1, "id": "caller", "version": "1", "title": "Calls",
             "facts": [{"name": "wish", "about": "client"}], "acts": ["duty"],
             "reactsTo": ["caller.record.added"]}
            """
        desk = TherapyDesk(try JSONText.decode(PluginContract.self, from: Array(text.utf8)))
    }

    private var types: [String] { desk.journal.map(\.type) }

    @Test("What is taken back goes with what followed from it, and the rest is folded anew")
    mutating func retracted() throws {
        try desk.record("wish", about: "c-1")
        try desk.record("wish", about: "c-2")
        let wish = try #require(desk.journal.first)
        try desk.retract(wish)
        #expect(types == ["caller.record.added", "caller.act.duty-asked"])
        #expect(desk.therapy.count == 1)
        #expect(throws: DeskFault.self) { try desk.retract(wish) }
        // It is open no more, and no two facts have one id.
        try desk.record("wish", about: "c-1")
        #expect(types.count == 4 && Set(desk.journal.map(\.id)).count == 4)
        try desk.foldsTheSame()
    }

    @Test("A duty that another fact asked for stays")
    mutating func kept() throws {
        try desk.record("wish", about: "c-1")
        try desk.record("wish", about: "c-1")
        try desk.retract(try #require(desk.journal.last))
        #expect(types == ["caller.record.added", "caller.act.duty-asked"])
        try desk.close("c-1", "call")
        try desk.record("wish", about: "c-1")
        #expect(types.last == "caller.act.duty-asked")
    }
}
