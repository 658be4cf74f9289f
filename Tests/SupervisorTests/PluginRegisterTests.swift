import Messages
import SupervisorCore
import Testing

@Suite("Which content of which plugin is approved")
struct PluginRegisterTests {
    private let found = PluginFound(plugin: "dbt", version: "1", hash: "aaa")

    private func approval(_ hash: String, version: String = "1", unconfined: Bool = false)
        -> ApprovePlugin
    {
        ApprovePlugin(
            plugin: "dbt", version: version, hash: hash, contract: .object([:]),
            unconfined: unconfined)
    }

    @Test("Nothing is approved that was not found, or is another by now")
    func other() throws {
        var register = PluginRegister()
        #expect(throws: Refusal.self) { try register.decide(approval("aaa"), by: "adm") }
        register.apply(found)
        #expect(register.standings["dbt"]?.running == nil, "found is not approved")
        #expect(throws: Refusal.self) { try register.decide(approval("bbb"), by: "adm") }
        #expect(throws: Refusal.self) {
            try register.decide(approval("aaa", version: "2"), by: "adm")
        }
        let event = try #require(
            try register.decide(approval("aaa"), by: "adm").events.first as? PluginApproved)
        #expect(event.by == "adm" && event.hash == "aaa")
        register.apply(event)
        #expect(register.standings["dbt"]?.running == PluginContent(version: "1", hash: "aaa"))
        #expect(try register.decide(approval("aaa"), by: "adm").events.isEmpty, "once")
        let open = try register.decide(approval("aaa", unconfined: true), by: "adm")
        #expect(open.events.count == 1, "that it need not be confined is a wish of its own")
    }

    @Test("Each form is recorded in a message of its own, right before the approval without them")
    func forms() throws {
        var register = PluginRegister()
        register.apply(found)
        var command = approval("aaa")
        command.contract = .object([
            "id": .string("dbt"), "forms": .array([.object(["id": .string("card")]), .null]),
        ])
        let events = try register.decide(command, by: "adm").events
        #expect(
            events.compactMap { ($0 as? PluginFormApproved)?.form }
                == [.object(["id": .string("card")]), .null])
        #expect((events.last as? PluginApproved)?.contract == .object(["id": .string("dbt")]))
        #expect(events.count == 3)
    }

    @Test("Other content waits, and what was approved goes on")
    func waits() throws {
        var register = PluginRegister()
        register.apply(found)
        for event in try register.decide(approval("aaa"), by: "adm").events {
            register.apply(event)
        }
        register.apply(PluginFound(plugin: "dbt", version: "2", hash: "bbb"))
        let standing = try #require(register.standings["dbt"])
        #expect(standing.running?.hash == "aaa")
        #expect(standing.found?.hash == "bbb")
    }

    @Test(
        "The content before is the last that got to work; what is left is known until a person acts"
    )
    func before() throws {
        var register = PluginRegister()
        func take(_ version: String, isAtWork: Bool) throws {
            register.apply(PluginFound(plugin: "dbt", version: version, hash: version))
            for event in try register.decide(approval(version, version: version), by: "adm").events
            {
                register.apply(event)
            }
            guard isAtWork else { return }
            register.apply(PluginCaughtUp(plugin: "dbt", version: version, hash: version))
        }
        func rollBack() throws -> [any Event] {
            let events = register.rollBack("dbt", because: .programFailed, to: .object([:]))
            for event in events { register.apply(event) }
            return events
        }
        var standing: PluginRegister.Standing {
            get throws { try #require(register.standings["dbt"]) }
        }
        try take("1", isAtWork: false)
        #expect(try rollBack().isEmpty, "there is nothing before it")
        try take("2", isAtWork: true)
        #expect(try standing.previous == nil, "the first never got to work")
        // What another content told is no word on this one.
        try take("3", isAtWork: false)
        register.apply(PluginCaughtUp(plugin: "dbt", version: "2", hash: "2"))
        #expect(try !standing.hasCaughtUp && standing.previous?.content.version == "2")
        try take("4", isAtWork: false)
        let events = try rollBack()
        #expect((events.first as? PluginRolledBack)?.version == "4")
        #expect((events.first as? PluginRolledBack)?.by == nil)
        #expect((events.last as? PluginApproved)?.by == "adm", "who approved it before")
        #expect(try standing.running?.version == "2" && standing.hasCaughtUp)
        #expect(try standing.left?.content.version == "4" && standing.previous == nil)
        register.apply(PluginFound(plugin: "dbt", version: "5", hash: "5"))
        #expect(try standing.left == nil)

        try take("5", isAtWork: true)
        let back = try register.decide(approval("2", version: "2"), by: "dir").events
        #expect((back.first as? PluginRolledBack)?.reason == .person)
        #expect((back.first as? PluginRolledBack)?.by == "dir")
        for event in back { register.apply(event) }
        #expect(try standing.running?.version == "2" && standing.previous?.content.version == "5")
        #expect(try standing.left?.content.version == "5")
        #expect(throws: Refusal.self) {
            try register.decide(approval("4", version: "4"), by: "dir")
        }
    }

    @Test("Who is disabled runs when it is approved again; who is removed is not known")
    func ends() throws {
        var register = PluginRegister()
        let disable = DisablePlugin(plugin: "dbt", reason: "Too much.")
        #expect(throws: Refusal.self) { try register.decide(disable, by: "dir") }
        register.apply(found)
        #expect(throws: Refusal.self) { try register.decide(disable, by: "dir") }
        for event in try register.decide(approval("aaa"), by: "adm").events {
            register.apply(event)
        }
        for event in try register.decide(disable, by: "dir").events { register.apply(event) }
        #expect(register.standings["dbt"]?.running == nil)
        #expect(try register.decide(disable, by: "dir").events.isEmpty)
        for event in try register.decide(approval("aaa"), by: "adm").events {
            register.apply(event)
        }
        #expect(register.standings["dbt"]?.running != nil)
        let remove = RemovePlugin(plugin: "dbt")
        for event in try register.decide(remove, by: "dir").events { register.apply(event) }
        #expect(register.standings.isEmpty)
        #expect(throws: Refusal.self) { try register.decide(remove, by: "dir") }
    }
}
