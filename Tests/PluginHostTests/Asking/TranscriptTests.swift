internal import Messages
internal import PluginHostCore
internal import Testing
internal import TherapyContract

@testable internal import PeerBench

@Suite("What a program is told of a journal")
struct TranscriptTests {
    private static func contract(_ more: String = "") throws -> PluginContract {
        try JSONText.decode(
            PluginContract.self,
            from: Array(
                """
                {"contract": 1, "id": "calm", "version": "1", "title": "Calm", "command": ["perl", "x.pl"],
                 "facts": [{"name": "seen", "about": "client"}],
                 "reads": [{"event": "scheduler.attendance.recorded", "because": "B"}],
                 "reactsTo": ["scheduler.attendance.recorded", "calm.record.added"]\(more)}
                """.utf8))
    }

    /// A journal as a list, and what a transcript makes of it.
    private struct Pages {
        var lines: [TherapyTranscript.Line] = []
        var state: HostedTherapy
        private var scheduler = Author(.scheduler)
        private var assessment = Author(.assessment)
        private var calm = Author("calm")
        private let contract: PluginContract

        init(_ more: String = "") throws {
            contract = try TranscriptTests.contract(more)
            state = HostedTherapy(contract: contract, hash: "00")
        }

        private mutating func add(_ raw: RawMessage, isOwn: Bool = false) throws {
            lines.append(
                TherapyTranscript.Line(
                    position: Int64(lines.count) + 1, isOwn: isOwn, envelope: try Envelope(raw)))
        }

        mutating func attend(_ id: MessageID) throws {
            let event = AttendanceRecorded(
                client: "c-0001", session: "s-1", status: .present, minutes: 60)
            try add(try scheduler.event(event, id: id))
        }

        mutating func register(_ id: MessageID) throws {
            let event = ClientRegistered(
                client: "c-0001", ages: .adult, language: "en", commitments: [], owner: "t01")
            try add(try assessment.event(event, id: id))
        }

        /// An own event, perhaps one that followed from another.
        mutating func own(_ event: some Event, _ id: MessageID, upon cause: MessageID? = nil)
            throws
        {
            let more = cause.map { #""causationid":"\#($0)""# } ?? ""
            try add(try calm.event(event, id: id, addedAttribute: more), isOwn: true)
        }

        mutating func record(_ id: MessageID, upon cause: MessageID? = nil) throws {
            try own(RecordAdded(name: "seen", client: "c-0001", data: [:]), id, upon: cause)
        }

        /// Has the state take the contract, at a second of the epoch.
        mutating func take(at second: Int64) {
            state.apply(
                Fact(
                    id: "taken", owner: "calm", event: ContractTaken(version: "1", hash: "00"),
                    time: Timestamp(milliseconds: second * 1_000)))
        }

        func steps(
            through: Int64 = 0, present: Int64 = 0, retracted: Set<MessageID> = [],
            timeZone: String = "UTC"
        ) throws -> [TherapyStep] {
            var transcript = TherapyTranscript(of: contract, timeZone: timeZone)
            let ids = Set(lines.map(\.envelope.id))
            func cause(_ envelope: Envelope) -> MessageID? {
                envelope.causationid.flatMap { ids.contains($0) ? $0 : nil }
            }
            var following: [MessageID: [Envelope]] = [:]
            for line in lines where line.isOwn {
                guard let cause = cause(line.envelope) else { continue }
                following[cause, default: []].append(line.envelope)
            }
            return transcript.steps(
                of: lines, state: state, through: through, present: present,
                retracted: retracted, following: following, follows: { cause($0) != nil })
        }
    }

    private func ids(_ steps: [TherapyStep]) -> [String] { steps.map(\.fact.id.text) }

    @Test("It is told what its contract reads, what is its own, and nothing else")
    func told() throws {
        var pages = try Pages()
        pages.take(at: 0)
        try pages.register("r-1")
        try pages.attend("a-1")
        try pages.own(TherapyReacted(through: "a-1"), "o-1")
        try pages.own(ContractTaken(version: "1", hash: "00"), "o-2")
        try pages.record("o-3", upon: "command-1")
        let steps = try pages.steps()
        #expect(ids(steps) == ["a-1", "o-3"])
        #expect(steps.map(\.fact.type) == ["scheduler.attendance.recorded", "calm.record.added"])
        #expect(steps.map(\.fact.client) == ["c-0001", "c-0001"])
        #expect(steps.map(\.position) == [2, 5])
    }

    @Test("What followed from a fact stands right behind it, wherever the journal has it")
    func order() throws {
        var pages = try Pages()
        pages.take(at: 0)
        for id in ["a-1", "a-2", "a-3"] as [MessageID] { try pages.attend(id) }
        try pages.record("o-1", upon: "a-1")
        try pages.record("o-3", upon: "a-3")
        try pages.record("o-3b", upon: "a-3")
        let steps = try pages.steps()
        #expect(ids(steps) == ["a-1", "o-1", "a-2", "a-3", "o-3", "o-3b"])
        #expect(steps.map(\.position) == [1, 1, 2, 3, 3, 3])
        #expect(steps.filter { $0.fact.owner == "calm" }.allSatisfy { !$0.mayReact })
    }

    @Test("What was entered in error, and what was set aside, is not told; nor what followed")
    func leftOut() throws {
        var pages = try Pages()
        pages.take(at: 0)
        for id in ["a-1", "a-2", "a-3"] as [MessageID] { try pages.attend(id) }
        try pages.record("o-1", upon: "a-1")
        pages.state.apply(
            Fact(
                id: "aside", owner: "calm", event: FactSetAside(fact: "a-2", reason: "late"),
                time: Timestamp(milliseconds: 0)))
        #expect(ids(try pages.steps(retracted: ["a-1", "o-1"])) == ["a-3"])
        // What one version failed on may be nothing to the next, or to the one before.
        pages.state.apply(
            Fact(
                id: "other", owner: "calm", event: ContractTaken(version: "2", hash: "other"),
                time: Timestamp(milliseconds: 0)))
        #expect(ids(try pages.steps(retracted: ["a-1", "o-1"])) == ["a-2", "a-3"])
    }

    @Test("It may react to what is behind the last reaction, and to none of the past")
    func reacts() throws {
        var pages = try Pages()
        pages.take(at: 0)
        for id in ["a-1", "a-2", "a-3", "a-4"] as [MessageID] { try pages.attend(id) }
        func reacting(_ steps: [TherapyStep]) -> [String] { ids(steps.filter(\.mayReact)) }
        #expect(reacting(try pages.steps()) == ["a-1", "a-2", "a-3", "a-4"])
        #expect(reacting(try pages.steps(through: 2)) == ["a-3", "a-4"])
        #expect(reacting(try pages.steps(through: 2, present: 3)) == ["a-4"])
        // The third was dated before the contract was taken, although the journal has it behind.
        pages = try Pages()
        for id in ["a-1", "a-2", "a-3", "a-4"] as [MessageID] { try pages.attend(id) }
        pages.take(at: 4)
        #expect(reacting(try pages.steps()) == ["a-4"])
    }

    @Test(
        "Of the past it is told what its contract says, and reacts to it only from the start",
        arguments: [
            ("silently", ["a-1", "a-2", "a-3"], ["a-3"]), ("from-now", ["a-3"], ["a-3"]),
            ("from-start", ["a-1", "a-2", "a-3"], ["a-1", "a-2", "a-3"]),
        ])
    func history(_ rule: String, told: [String], reacting: [String]) throws {
        var pages = try Pages(#", "history": "\#(rule)""#)
        for id in ["a-1", "a-2", "a-3"] as [MessageID] { try pages.attend(id) }
        pages.take(at: 3)
        let steps = try pages.steps()
        #expect(ids(steps) == told)
        #expect(ids(steps.filter(\.mayReact)) == reacting)
    }

    @Test("A fact has the clinic's date")
    func date() throws {
        var pages = try Pages()
        pages.take(at: 0)
        try pages.attend("a-1")
        // One second into 1970, in UTC.
        let places = ["UTC": "1970-01-01", "America/Chicago": "1969-12-31"]
        for (zone, date) in places {
            #expect(try pages.steps(timeZone: zone).first?.fact.date.description == date)
        }
    }
}
