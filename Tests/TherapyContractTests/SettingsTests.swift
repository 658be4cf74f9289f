import Messages
import Testing
import TherapyContract

@Suite("What a clinic sets for a therapy")
struct SettingsTests {
    private let contract: PluginContract

    init() throws {
        contract = try JSONText.decode(
            PluginContract.self,
            from: Array(
                """
                {"contract": 1, "id": "rewards", "version": "1", "title": "Rewards",
                 "configuration": {
                   "cap": {"type": "integer", "least": 0, "most": 599, "default": 75},
                   "share": {"type": "number", "least": 0, "most": 1, "default": 0.5},
                   "greeting": {"type": "text", "default": "Well done."},
                   "isLoud": {"type": "boolean", "default": false}}}
                """.utf8))
    }

    private func faults(_ given: [String: String]) -> [SettingFault] {
        do throws(SettingFaults) {
            _ = try contract.settings(given)
            return []
        } catch { return error.faults }
    }

    @Test("What it does not set is as the contract has it")
    func defaults() throws {
        #expect(
            try contract.settings([:]) == [
                "cap": .integer(75), "share": .number(0.5), "greeting": .string("Well done."),
                "isLoud": .bool(false),
            ])
        #expect(try contract.settings(["cap": "100"])["cap"] == .integer(100))
        #expect(try contract.settings(["cap": "100"])["share"] == .number(0.5))
    }

    @Test(
        "A text is read as the contract says",
        arguments: [
            ("cap", "0", JSONFragment.integer(0)), ("cap", "599", .integer(599)),
            ("share", "0.25", .number(0.25)), ("share", "1", .integer(1)),
            // As it is when it was written and read again: a host must not take it for news.
            ("share", "1.0", .integer(1)), ("share", "1e-1", .number(0.1)),
            ("greeting", "100", .string("100")), ("greeting", "true", .string("true")),
            ("isLoud", "true", .bool(true)), ("isLoud", "false", .bool(false)),
        ])
    func read(_ name: String, _ text: String, as value: JSONFragment) throws {
        let settings = try contract.settings([name: text])
        #expect(settings[name] == value)
        let again = try JSONText.decode(
            [String: JSONFragment].self, from: JSONText.encode(settings))
        #expect(again == settings)
    }

    @Test(
        "What it does not take is refused, with what it takes",
        arguments: [
            ("cap", "600", "write a whole number from 0 to 599"), ("cap", "-1", "from 0 to 599"),
            ("cap", "7.5", "a whole number"), ("cap", "many", "a whole number"),
            ("cap", "", "a whole number"), ("cap", "1_00", "a whole number"),
            ("share", "1.01", "write a number from 0 to 1"), ("share", "nan", "a number"),
            ("share", "inf", "a number"), ("share", "0x1", "a number"),
            ("isLoud", "yes", "write true or false"), ("isLoud", "1", "write true or false"),
            ("greeting", "two\nlines", "on one line"),
            ("greeting", String(repeating: "x", count: 201), "at most 200 characters"),
            ("greeting", "\u{1b}[2J", "on one line"),
            ("caps", "1", "did you mean cap?"), ("colour", "1", "cap, greeting, isLoud, share"),
        ])
    func refused(_ name: String, _ text: String, remedy: String) {
        let faults = faults([name: text])
        #expect(faults.map(\.setting) == [name])
        #expect(faults.first?.remedy.contains(remedy) == true, "\(faults)")
    }

    @Test("All that does not fit is told at once, by name")
    func together() {
        #expect(
            faults(["isLoud": "yes", "cap": "600", "share": "0", "x": "1"]).map(\.setting)
                == ["cap", "isLoud", "x"])
    }
}
