import ClinicFiles
import Foundation
import Messages
import Supervisor
import SupervisorCore
import TestSupport
import Testing

@testable import cairn_supervisor

@Suite("A content that does not get to work is rolled back", .timeLimit(.minutes(2)))
struct RollbackTests {
    let clinic: TestClinic
    init() throws { clinic = try TestClinic() }

    private func bench() throws -> RecordBench {
        try FileManager.default.createDirectory(
            atPath: clinic.file("keys"), withIntermediateDirectories: true)
        return try RecordBench(clinic, [])
    }

    private func status(_ bench: RecordBench) throws -> PluginStatus? {
        (try bench.record.answer(Plugins()) as? [PluginStatus])?.first
    }

    /// Looks again and again, and hears the same each time, until it is so.
    private func looks(
        _ bench: RecordBench, hearing beats: [Heartbeat] = [], until what: Comment,
        _ isSo: () async throws -> Bool
    ) async throws {
        try await eventually(what) {
            try await bench.turn(after: 2_000, hearing: beats)
            return try await isSo()
        }
    }

    private func beat(
        of content: PluginContent?, _ program: TherapyStatus.Program, faults: Int = 0,
        _ state: Heartbeat.State = .ready
    ) -> Heartbeat {
        var beat = Heartbeat(identity: "dbt", incarnation: "first", version: "1", state: state)
        beat.therapy = TherapyStatus(program: program)
        beat.therapy?.content = content?.hash
        beat.therapy?.faults = faults
        return beat
    }

    private func contract(at path: String) throws -> JSONFragment {
        let text = try String(contentsOfFile: path + "/plugin.json", encoding: .utf8)
        return try JSONText.decode(JSONFragment.self, from: Array(text.utf8))
    }

    /// Puts a version into the folder, and has it approved.
    private func approve(_ version: String, more: String = "", _ bench: RecordBench) async throws
        -> PluginContent
    {
        try clinic.place(version, more: more)
        try await looks(bench, until: "it was found") {
            try status(bench)?.waiting?.version == version
        }
        return try await approveWaiting(bench)
    }

    private func approveWaiting(_ bench: RecordBench) async throws -> PluginContent {
        let content = try #require(try status(bench)?.waiting)
        let answer = try bench.give(
            ApprovePlugin(
                plugin: "dbt", version: content.version, hash: content.hash,
                contract: contract(at: clinic.file("plugins/dbt")), unconfined: false))
        try #require(answer.outcome == .accepted)
        try await looks(bench, until: "its copy is there") {
            ApprovedList(in: clinic.folder).plugins.first?.content == content
        }
        return content
    }

    /// The same, and it got to work.
    private func settle(_ version: String, _ bench: RecordBench) async throws -> PluginContent {
        let content = try await approve(version, bench)
        let before = try bench.recorded("plugin").count { $0 == "caught-up" }
        try await looks(bench, hearing: [beat(of: content, .ready)], until: "it is at work") {
            try bench.recorded("plugin").count { $0 == "caught-up" } == before + 1
        }
        return content
    }

    @Test("One whose program fails goes back by itself, on record; a person may go back later, too")
    func life() async throws {
        let bench = try bench()
        let copies = ApprovedCopies(of: clinic.folder)
        try await bench.supervising {
            let first = try await settle("1", bench)
            #expect(try status(bench)?.previous == nil)
            let second = try await approve("2", bench)
            #expect(try status(bench)?.previous == first)
            // What the host before told is no word on this one, and failing twice is no end.
            for beat in [
                beat(of: first, .resting, faults: 9), beat(of: first, .ready),
                beat(of: nil, .ready), beat(of: second, .resting, faults: 2),
                beat(of: second, .ready, .starting), beat(of: second, .catchingUp),
            ] {
                try await bench.turn(after: 2_000, hearing: [beat])
                try await bench.turn(after: 2_000)
            }
            #expect(try status(bench)?.approved == second)
            #expect(copies.holds("dbt", first.hash))
            let known = try bench.recorded("plugin")
            #expect(known == ["found", "approved", "caught-up", "found", "approved"])

            try await looks(
                bench, hearing: [beat(of: second, .resting, faults: 3)], until: "it is rolled back"
            ) { try status(bench)?.approved == first }
            #expect(try bench.recorded("plugin") == known + ["rolled-back", "approved"])
            try await looks(bench, until: "the first may read what it reads") {
                ApprovedList(in: clinic.folder).plugins.first?.content == first
            }
            // It is said, and nothing more happens by itself.
            for _ in 0..<3 { try await bench.turn(after: 2_000) }
            #expect(try bench.recorded("plugin").count == known.count + 2)
            let standing = try status(bench)
            #expect(standing?.left == second && standing?.leftBecause == .programFailed)
            #expect(standing?.waiting == second && standing?.previous == nil)
            #expect(!copies.holds("dbt", second.hash), "it is copied anew, should it be approved")

            // Mended by nothing but another try.
            #expect(try await approveWaiting(bench) == second)
            #expect(try status(bench)?.left == nil)
            try await looks(bench, hearing: [beat(of: second, .ready)], until: "it is at work") {
                try bench.recorded("plugin").last == "caught-up"
            }
            #expect(copies.holds("dbt", first.hash), "it can be gone back to for good")
            // From here on what it does wrong is its host's to end.
            try await bench.turn(after: 2_000, hearing: [beat(of: second, .quarantined)])
            try await bench.turn(after: 2_000)
            #expect(try status(bench)?.approved == second)

            let back = ApprovePlugin(
                plugin: "dbt", version: first.version, hash: first.hash,
                contract: try contract(at: copies.path(of: "dbt", first.hash)), unconfined: false)
            var other = back
            other.contract = .object(["contract": .integer(1)])
            #expect(try bench.give(other).outcome == .refused)
            #expect(try bench.give(back).outcome == .accepted)
            try await looks(bench, until: "the first is approved") {
                try status(bench)?.approved == first
            }
            #expect(try status(bench)?.leftBecause == .person)
            #expect(try status(bench)?.previous == second)
        }
    }

    @Test("One whose settings do not fit is rolled back before anything of it runs")
    func settings() async throws {
        let bench = try bench()
        try await bench.supervising {
            let first = try await settle("1", bench)
            var described = bench.record.plugins.programs.clinic
            described.therapies = ["dbt": ["cap": "10"]]
            bench.record.plugins.work(by: described)
            _ = try await approve(
                "2",
                more: #", "configuration": {"cap": {"type": "integer", "most": 9, "default": 1}}"#,
                bench)
            #expect(throws: (any Error).self) {
                try bench.record.plugins.specification(of: "dbt")
            }
            try await looks(bench, until: "it is rolled back") {
                try status(bench)?.approved == first
            }
            #expect(try status(bench)?.leftBecause == .unfit)
        }
    }

    @Test("A rehearsal that approves all does not approve again what was rolled back")
    func approvesAll() async throws {
        let bench = try bench()
        var described = bench.record.plugins.programs.clinic
        described.plugins = .approveAll
        bench.record.plugins.work(by: described)
        try await bench.supervising {
            try clinic.place("1")
            try await looks(bench, until: "the first") {
                try status(bench)?.approved?.version == "1"
            }
            let first = try #require(try status(bench)?.approved)
            try await looks(bench, hearing: [beat(of: first, .none)], until: "it is at work") {
                try bench.recorded("plugin").last == "caught-up"
            }
            try clinic.place("2")
            try await looks(bench, until: "the second") {
                try status(bench)?.approved?.version == "2"
            }
            let second = try #require(try status(bench)?.approved)
            try await looks(bench, until: "its copy") {
                ApprovedCopies(of: clinic.folder).holds("dbt", second.hash)
            }
            try await looks(
                bench, hearing: [beat(of: second, .quarantined)], until: "it is rolled back"
            ) { try status(bench)?.approved == first }
            for _ in 0..<3 { try await bench.turn(after: 2_000) }
            #expect(try status(bench)?.approved == first)
            try clinic.place("3")
            try await looks(bench, until: "another one is approved") {
                try status(bench)?.approved?.version == "3"
            }
        }
    }
}

@Suite("How a content does that has not got to work")
struct PluginTrialTests {
    private func beat(
        _ program: TherapyStatus.Program?, faults: Int = 0, _ state: Heartbeat.State = .ready
    ) -> Heartbeat {
        var beat = Heartbeat(identity: "dbt", incarnation: "first", version: "1", state: state)
        beat.therapy = program.map { TherapyStatus(program: $0) }
        beat.therapy?.faults = faults
        return beat
    }

    @Test("It is waited for as long as it goes on, and each way to fail has its word")
    func verdicts() {
        let exit = Exit.code(1)
        let table: [(ProcessState?, Heartbeat?, Bool, PluginTrial)] = [
            (nil, nil, true, .goesOn),
            (.starting, nil, true, .goesOn),
            (.ready, nil, true, .goesOn),
            (.stopped(.operatorWish), nil, true, .goesOn),
            (.ready, beat(nil), true, .goesOn),
            (.ready, beat(.ready), true, .caughtUp),
            (.ready, beat(.ready, .degraded), true, .caughtUp),
            (.ready, beat(TherapyStatus.Program.none), true, .caughtUp),
            (.starting, beat(.ready, .starting), true, .goesOn),
            (.ready, beat(.ready, .stopping), true, .goesOn),
            (.ready, beat(.catchingUp, faults: 2), true, .goesOn),
            (.ready, beat(.catchingUp, faults: 3), true, .failed(.programFailed)),
            (.ready, beat(.resting, faults: 3), true, .failed(.programFailed)),
            // It failed on the way and got there all the same.
            (.ready, beat(.ready, faults: 5), true, .caughtUp),
            (.ready, beat(.quarantined), true, .failed(.programFailed)),
            (.ready, beat(.refused), true, .failed(.refused)),
            (.ready, beat("later"), true, .goesOn),
            (.failedPermanently(exit), nil, true, .failed(.hostFailed)),
            (.failedPermanently(exit), beat(.ready), true, .failed(.hostFailed)),
            (.ready, beat(.ready), false, .failed(.unfit)),
        ]
        for (state, beat, isFit, verdict) in table {
            #expect(PluginTrial(state: state, beat: beat, isFit: isFit) == verdict)
        }
    }
}
