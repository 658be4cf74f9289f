internal import Messages
internal import PluginHostCore
internal import Testing
internal import TherapyContract

@Suite struct HostedTherapyTests {
    private func names(_ events: [any Event]) -> [String] {
        events.map { type(of: $0).localType }
    }

    @Test func theCatalogSaysWhatTheContractSaysOnceItWasTaken() throws {
        var bench = try TherapyBench()
        #expect(try bench.tell(TherapyBench.session("s-1"), by: .scheduler).isEmpty)
        let events = try bench.tell(ContractTaken(version: "1.0", hash: "ab12"))
        #expect(events.compactMap { ($0 as? SessionOffered)?.offering } == ["group"])
        let withdrawn = try bench.tell(TherapyQuarantined(reason: "It failed."))
        #expect(names(withdrawn) == [OfferingWithdrawn.localType])
        #expect(
            names(try bench.tell(TherapyResumed(hash: "ab12"))) == [SessionOffered.localType])
    }

    @Test func whateverAContractMayOfferAPlanTakes() throws {
        let text = String(repeating: "T", count: ContractText.limit)
        for (minutes, perWeek) in [
            (Offering.minutesRange.lowerBound, Offering.perWeekRange.lowerBound),
            (Offering.minutesRange.upperBound, Offering.perWeekRange.upperBound),
        ] {
            let contract = """
                {"contract": 1, "id": "calm", "version": "1", "title": "Calm",
                 "offerings": [{"name": "group", "title": "\(text)", "kind": "skills",
                                "phases": ["p1"], "minutes": \(minutes), "perWeek": \(perWeek)}]}
                """
            #expect(ContractCheck.faults(in: Array(contract.utf8)).isEmpty)
            var bench = try TherapyBench(of: contract)
            let events = try bench.tell(ContractTaken(version: "1", hash: "ab12"))
            let offer = try #require(events.compactMap { $0 as? SessionOffered }.first)
            #expect(offer.title == text && offer.isFit)
        }
    }

    @Test func aContractAloneFinishesTheNextModuleForEachSessionThatIsAttended() throws {
        var bench = try TherapyBench.running()
        let first = try bench.tell(TherapyBench.attended("s-1"), by: .scheduler)
        #expect((first.first as? ModuleCompleted)?.module == "breath")
        #expect((first.last as? PracticeAssigned)?.due == TherapyBench.day.advanced(by: 7))
        let second = try bench.tell(TherapyBench.attended("s-2", .late), by: .scheduler)
        #expect(second.compactMap { ($0 as? ModuleCompleted)?.module } == ["body"])
        #expect(try bench.tell(TherapyBench.attended("s-2"), by: .scheduler).isEmpty)
    }

    @Test(arguments: [AttendanceStatus.noShow, .excused, .leftEarly])
    func whoWasNotThereFinishesNothing(_ status: AttendanceStatus) throws {
        var bench = try TherapyBench.running()
        #expect(try bench.tell(TherapyBench.attended("s-1", status), by: .scheduler).isEmpty)
    }

    @Test func anothersSessionFinishesNothingAndOneThatIsNotKnownWaits() throws {
        var bench = try TherapyBench.running()
        try bench.tell(TherapyBench.session("s-3", therapy: "other"), by: .scheduler)
        #expect(try bench.tell(TherapyBench.attended("s-3"), by: .scheduler).isEmpty)
        #expect(throws: NotYetKnown("session")) {
            try bench.tell(TherapyBench.attended("s-9"), by: .scheduler)
        }
    }

    @Test func thePastCausesNothingUnlessTheContractSaysSo() throws {
        for (history, count) in [("silently", 0), ("from-start", 1)] {
            var bench = try TherapyBench(", \"history\": \"\(history)\"")
            try bench.tell(TherapyBench.session("s-1"), by: .scheduler)
            let events = try bench.tell(TherapyBench.attended("s-1"), by: .scheduler)
            #expect(events.filter { $0 is ModuleCompleted }.count == count)
        }
    }

    @Test func aRetractedAttendanceTakesBackWhatFollowed() throws {
        var bench = try TherapyBench.running()
        try bench.tell(TherapyBench.attended("s-1"), by: .scheduler, id: "a-1")
        let events = try bench.retract("a-1")
        #expect(
            events.compactMap { ($0 as? EnteredInError)?.type } == [
                "calm.progress.module-completed.v1", "calm.practice.assigned.v1",
            ])
    }

    @Test func whatAProgramDecidedIsTakenBackWithItsCause() throws {
        var bench = try TherapyBench.running()
        try bench.tell(TherapyBench.attended("s-1", .noShow), by: .scheduler, id: "a-1")
        try bench.act([.proposeReview(client: "c-0001", why: "Missed one.")], upon: "a-1")
        let events = try bench.retract("a-1")
        #expect(
            events.compactMap { ($0 as? EnteredInError)?.type } == ["calm.act.review-proposed.v1"])
    }

    @Test func whatATherapyAsksForIsSomebodysDutyUntilItIsDone() throws {
        var bench = try TherapyBench.running()
        let opened = try bench.act([
            .duty(
                client: "c-0001", name: "call-back", roles: [.clinician], dueStaffHours: 8,
                what: "Call back.")
        ])
        let duty = try #require(opened.compactMap { $0 as? DutyOpened }.first)
        #expect((duty.kind, duty.about) == (.flag, "call-back"))
        #expect(
            try bench.act([
                .duty(
                    client: "c-0001", name: "call-back", roles: [.clinician], dueStaffHours: 8,
                    what: "Call back.")
            ]).isEmpty)
        let closed = try bench.give(CloseTherapyDuty(client: "c-0001", name: "call-back"))
        #expect(closed.compactMap { ($0 as? DutyClosed)?.how } == [.done])
    }

    @Test func anAlertIsADutyThatNoProgramCloses() throws {
        var bench = try TherapyBench.running()
        let opened = try bench.act([
            .alert(client: "c-0001", sign: "self-harm", urgency: .now, guidance: "Call now.")
        ])
        let duty = try #require(opened.compactMap { $0 as? DutyOpened }.first)
        #expect(duty.kind == .acknowledgeAlert)
        #expect(try bench.act([.closeDuty(client: "c-0001", name: "self-harm")]).isEmpty)
        #expect(
            names(try bench.give(CloseTherapyDuty(client: "c-0001", name: "self-harm")))
                == [DutyEnded.localType, DutyClosed.localType])
    }

    private static let undeclared: [Action] = [
        .completeModule(client: "c-0001", module: "none"),
        .assignPractice(client: "c-0001", practice: "none", due: TherapyBench.day),
        .record(fact: "none", client: "c-0001"),
        .record(fact: "call", client: "c-0001", data: ["minutes": .string("5")]),
        .record(fact: "call", client: "c-0001", data: ["minutes": .integer(5), "x": .null]),
        .record(fact: "call", data: ["minutes": .integer(5)]),
        .record(fact: "call", client: "c-0001"),
        .proposeStepUp(client: "c-0001", why: "Not declared."),
        .planLine(client: "c-0001", kind: .coping, text: "Not declared."),
        .proposeReview(client: "c-9999", why: "Nobody."),
        .proposeReview(client: "c-0001", why: " "),
        .proposeReview(client: "c-0001", why: "a\u{1b}[2J"),
        .alert(client: "c-0001", sign: "a b", urgency: .now, guidance: "Call."),
        .alert(client: "c-0001", sign: "a", urgency: "soon", guidance: "Call."),
        .duty(
            client: "c-0001", name: "propose-review", roles: [.clinician], dueStaffHours: 8,
            what: "Call."),
        .duty(client: "c-0001", name: "call", roles: [], dueStaffHours: 8, what: "Call."),
        .duty(client: "c-0001", name: "call", roles: ["cook"], dueStaffHours: 8, what: "Call."),
        .duty(client: "c-0001", name: "call", roles: [.clinician], dueStaffHours: 0, what: "Call."),
    ]

    @Test(arguments: undeclared) func whatIsNotDeclaredIsRefused(_ action: Action) throws {
        let bench = try TherapyBench.running()
        #expect(throws: ActionFault.self) { try bench.core.events(for: [action]) }
    }

    @Test func whatFollowedIsRecordedTogetherWithTheReaction() throws {
        let bench = try TherapyBench.running()
        let review = Action.proposeReview(client: "c-0001", why: "Missed one.")
        let events = try bench.core.events(for: .reacted(through: "a-1", actions: [review]))
        #expect(names(events) == [ReviewProposed.localType, TherapyReacted.localType])
        #expect((events.last as? TherapyReacted)?.through == "a-1")
        #expect(throws: ActionFault.self) {
            try bench.core.events(
                for: .reacted(through: "a-1", actions: [review] + Self.undeclared))
        }
    }

    @Test func staffRecordWhatTheContractLetsThem() throws {
        var bench = try TherapyBench.running()
        let call = RecordFact(name: "log-call", client: "c-0001", data: ["minutes": .integer(9)])
        #expect((try bench.give(call).first as? RecordAdded)?.name == "call")
        #expect(throws: Refusal.self) { try bench.give(call, as: .nurse) }
        #expect(throws: Refusal.self) {
            try bench.give(RecordFact(name: "call", client: "c-0001", data: [:]))
        }
        // A host that has just come may be told of the client yet.
        let stranger = #expect(throws: NotYetKnown.self) {
            try bench.give(
                RecordFact(name: "log-call", client: "c-7777", data: ["minutes": .integer(9)]))
        }
        #expect(stranger?.advice.problem == "The therapy knows no client of that id.")
        let done = try bench.give(CompleteModule(client: "c-0001", module: "body"))
        #expect(done.compactMap { ($0 as? ModuleCompleted)?.module } == ["body"])
        #expect(throws: Refusal.self) {
            try bench.give(CompleteModule(client: "c-0001", module: "body"))
        }
        let report = ReportPractice(client: "c-0001", practice: "sit", isDone: true)
        #expect(try bench.give(report).count == 1)
        #expect(throws: Refusal.self) {
            try bench.give(ReportPractice(client: "c-0001", practice: "none", isDone: true))
        }
    }

    @Test func aStateIsWrittenDownAndReadBack() throws {
        var bench = try TherapyBench.running()
        try bench.tell(TherapyBench.attended("s-1"), by: .scheduler)
        try bench.act([.proposeReview(client: "c-0001", why: "Look.")])
        let text = try JSONText.encode(bench.core)
        let read = try JSONText.decode(HostedTherapy.self, from: text)
        #expect(try JSONText.encode(read) == text)
    }
}
