internal import Messages
internal import Testing
internal import TherapyContract

@Suite struct PipeTests {
    private static let fact = PluginFact(
        id: "e-1", type: "scheduler.attendance.recorded", owner: .scheduler,
        time: Timestamp(milliseconds: 1_793_000_000_123), date: LocalDate(daysSince1970: 20_752),
        client: "c-0001", data: Array(#"{"status":"a \"b\" {]","minutes":60,"deep":[[{}]]}"#.utf8))

    private static let questions: [Question.Ask] = [
        .hello(
            Hello(
                plugin: "dbt", version: "1.2.0", contract: "ab12",
                configuration: ["cap": .integer(75)],
                clinic: HelloClinic(
                    name: "Riverside", timeZone: "America/Chicago", phases: ["p1"],
                    rehearsal: true))),
        .restore(state: nil), .restore(state: Array(#"{"cards":{}}"#.utf8)), .apply([]),
        .apply([fact, fact]),
        .react(
            [fact],
            now: LocalDateTime(
                date: LocalDate(daysSince1970: 20_752), time: TimeOfDay(minutes: 540)),
            date: LocalDate(daysSince1970: 20_752)),
        .state, .bye,
    ]

    @Test(arguments: questions) func aQuestionIsReadAsItWasWritten(_ ask: Question.Ask) throws {
        let question = Question(7, ask)
        let line = try question.line()
        #expect(!line.contains(UInt8(ascii: "\n")))
        #expect(try Question(line: line) == question)
        #expect(try JSONText.decode(JSONFragment.self, from: line) != .null)
    }

    private static let actions: [Action] = [
        .completeModule(client: "c-1", module: "m", session: "s"),
        .completeModule(client: "c-1", module: "m"),
        .assignPractice(client: "c-1", practice: "p", due: LocalDate(daysSince1970: 1)),
        .record(fact: "f", client: nil, data: ["a": .array([.integer(1), .null])]),
        .alert(client: "c-1", sign: "self-harm", urgency: .now, guidance: "Call."),
        .proposeReview(client: "c-1", why: "w"), .proposeStepUp(client: "c-1", why: "w"),
        .duty(client: "c-1", name: "n", roles: [.clinician], dueStaffHours: 8, what: "w"),
        .closeDuty(client: "c-1", name: "n"), .planLine(client: "c-1", kind: .trigger, text: "t"),
    ]

    private static let replies: [Reply] = [
        Reply(1, version: 1), Reply(2), Reply(3, reacted: 2, actions: actions),
        Reply(4, reacted: 1), Reply(5, state: Array("[1,{\"a\":null}]".utf8)),
        Reply(6, error: "no"),
    ]

    @Test(arguments: replies) func aReplyIsReadAsItWasWritten(_ reply: Reply) throws {
        #expect(try Reply(line: reply.line()) == reply)
    }

    @Test func anActionIsNamedAsTheContractNamesIt() {
        #expect(
            Set(Self.actions.map(\.name)).subtracting([
                "complete-module", "assign-practice", "record", "close-duty",
            ]) == Set(PluginAct.allCases.map(\.rawValue)))
    }

    @Test func membersThatAreNotKnownAreIgnored() throws {
        let line = #" { "n" : 3 , "later":{"x":[1]}, "reacted":1,"actions":[] } "#
        #expect(try Reply(line: line.utf8) == Reply(3, reacted: 1))
    }

    @Test(
        arguments: [
            "", "print", "[]", "{}", #"{"n":"1"}"#, #"{"n":1.5}"#, #"{"n":1"#, #"{"n":1}}"#,
            #"{"n":1,"reacted":"2"}"#, #"{"n":1,"actions":[{"do":"publish"}]}"#,
            #"{"n":1,"actions":[{"do":"record"}]}"#, #"{"n":1,"actions":{}}"#,
            #"{"n":1,"error":5}"#, #"{"n":1,"state":}"#, #"{"n":1,,"state":1}"#,
            #"{"n":1 "state":1}"#, "{\"n\":1,\"error\":\"\u{1}",
        ])
    func whatIsNoReplyIsRefused(_ line: String) {
        #expect(throws: PipeFault.self) { try Reply(line: line.utf8) }
    }

    @Test func moreActionsThanAReplyMayHoldAreRefused() throws {
        let many = Array(
            repeating: Action.proposeReview(client: "c", why: "w"),
            count: PipeLimits.actionsOfReply + 1)
        #expect(throws: PipeFault.badMember("actions")) {
            try Reply(line: Reply(1, reacted: 1, actions: many).line())
        }
    }

    @Test func linesAreCutWhereverTheirBytesComeApart() throws {
        let text = Array("one\ntwo\n\nthree".utf8)
        for cut in 0...text.count {
            var buffer = LineBuffer()
            let lines = try buffer.take(text[..<cut]) + buffer.take(text[cut...])
            #expect(lines.map { String(decoding: $0, as: UTF8.self) } == ["one", "two", ""])
            #expect(buffer.isHolding)
        }
    }

    @Test func aLineThatIsTooLongIsLetGo() throws {
        var buffer = LineBuffer(limit: 4)
        #expect(try buffer.take(Array("abcd\n".utf8)).count == 1)
        #expect(throws: PipeFault.lineTooLong) { try buffer.take(Array("abcde".utf8)) }
        #expect(!buffer.isHolding)
    }

    @Test func aTypeIsToldWithoutItsVersion() {
        #expect(PluginFact.name(ofType: "a.b.c.v1") == "a.b.c")
        #expect(PluginFact.name(ofType: "a.b.c.v12") == "a.b.c")
        #expect(PluginFact.name(ofType: "a.b.c.very") == "a.b.c.very")
        #expect(PluginFact.name(ofType: "a") == "a")
    }
}
