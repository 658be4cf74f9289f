internal import Foundation
internal import Journal
internal import Messages
internal import PeerKit
internal import PluginHostCore
internal import Testing
internal import TherapyContract

@testable internal import cairn_plugin_host

@Suite("A program's state on disk", .timeLimit(.minutes(3)))
struct KeptStateTests {
    @Test("A host that begins again goes on from it, and decides what it would have decided")
    func goesOn() async throws {
        let bench = try HostBench()
        try bench.attend(10)
        try await bench.run()
        #expect(try bench.recorded() == (0..<10).map { 1 + $0 * 2 })
        #expect(FileManager.default.fileExists(atPath: bench.snapshotFile))
        #expect(!bench.isAtWork, "it is idle, and says so at once")
        try await bench.restart()
        try bench.attend(2)
        try bench.turn()
        #expect(bench.isAtWork, "each answer is a turn, and none is news to others")
        try await bench.run()
        #expect(try bench.recorded() == (0..<12).map { 1 + $0 * 2 })
        #expect(bench.log.beginnings.first == 0)
        #expect(bench.log.beginnings.count == 2)
        #expect((bench.log.beginnings.last ?? 0) >= 12, "\(bench.log.beginnings)")
        await bench.end()
    }

    @Test("Wherever a host is killed, the rest comes to the same")
    func killed() async throws {
        for turns in [1, 3, 6, 10, 15, 21, 28, 40] {
            let bench = try HostBench()
            try bench.attend(6)
            try await bench.run(turns: turns)
            try await bench.restart()
            try bench.attend(6)
            try await bench.run(turns: turns)
            try await bench.restart()
            try await bench.run()
            #expect(try bench.recorded() == (0..<12).map { 1 + $0 * 2 }, "after \(turns)")
            await bench.end()
        }
    }

    @Test("One that does not fit is dropped, and the journal is told from its beginning")
    func unfit() async throws {
        let bench = try HostBench()
        try bench.attend(8)
        try await bench.run()
        let whole = try Data(contentsOf: URL(filePath: bench.snapshotFile))
        let file = URL(filePath: bench.snapshotFile)
        var damaged = whole
        damaged[damaged.count / 2] ^= 1
        let beside = URL(filePath: bench.snapshotFile.replacing(".program", with: ""))
        let foreign = try? Data(contentsOf: beside)
        for bytes in [damaged, whole.prefix(whole.count / 3), foreign ?? Data("none".utf8)] {
            try bytes.write(to: file)
            try await bench.restart()
            try await bench.run(turns: 1)
            try #require(
                bench.log.lines.last { $0.contains("kept state") }?.contains("is not used") == true)
            try await bench.run()
            #expect(bench.log.beginnings.last == 0)
            #expect(try bench.recorded() == (0..<8).map { 1 + $0 * 2 })
        }
        await bench.end()
    }

    @Test("What a program decides upon facts that came together is recorded together")
    func together() async throws {
        let bench = try HostBench(snapshotEvery: 2_000, patience: .seconds(20))
        try bench.attend(64)
        try await bench.run()
        #expect(try bench.recorded() == (0..<64).map { 1 + $0 * 2 })
        #expect(bench.commits == 2, "32 decisions of a commit")
        // A state is kept of what is recorded, so each ends what is recorded together.
        let keeping = try HostBench(snapshotEvery: 4, patience: .seconds(20))
        try keeping.attend(8)
        try await keeping.run()
        #expect(try keeping.recorded() == (0..<8).map { 1 + $0 * 2 })
        await bench.end()
        await keeping.end()
    }

    @Test("A version that is gone back to is told the whole journal, and not the later one's state")
    func goneBackTo() async throws {
        let bench = try HostBench()
        try bench.attend(6)
        try await bench.run()
        // The later version records a fact that the first does not declare, in a state of its own.
        try bench.approve(
            HostBench.contract.replacing("seen", with: "mood"),
            HostBench.program.replacing("seen", with: "mood").replacing("ids", with: "list"),
            as: "01")
        try await bench.restart(as: "01")
        try bench.attend(4)
        try await bench.run()
        #expect(FileManager.default.fileExists(atPath: bench.snapshotFile))
        try await bench.restart(as: HostBench.hash)
        try bench.attend(2)
        try await bench.run()
        #expect(bench.log.beginnings == [0, 0, 0])
        // Each fact once, in order, also those that the later version recorded.
        #expect(try bench.recorded() == (0..<12).map { 1 + $0 * 2 })
        #expect(bench.room.status.setAside == 0 && bench.room.status.faults == 0)
        await bench.end()
    }

    @Test("What was entered in error while the host was down is not in what it goes on from")
    func corrected() async throws {
        let bench = try HostBench()
        try bench.attend(8)
        try await bench.run()
        let kept = try Data(contentsOf: URL(filePath: bench.snapshotFile))
        try bench.retract("scheduler.attendance-3")
        try await bench.run()
        // As if the host had been killed before it dropped what it had kept.
        try kept.write(to: URL(filePath: bench.snapshotFile))
        try await bench.restart()
        try await bench.run()
        #expect(bench.log.lines.contains { $0.contains("was entered in error since") })
        #expect(bench.log.beginnings.last == 0)
        await bench.end()
    }

    @Test("Other settings are on record, and the program is told all with them")
    func settings() async throws {
        let bench = try HostBench(every: 1)
        try bench.attend(6)
        try await bench.run()
        #expect(try bench.recorded() == [1, 3, 5, 7, 9, 11])
        try await bench.restart(every: 5)
        #expect(bench.peer.engine.core.standing.settings == ["every": .integer(5)])
        try bench.attend(4)
        try await bench.run()
        #expect(bench.log.beginnings.last == 0, "what was kept was of the other settings")
        // What was recorded stays; from here on each fifth that is told causes something.
        #expect(try bench.recorded() == [1, 3, 5, 7, 9, 11, 15])
        let again = try bench.recorded()
        try await bench.restart()
        try await bench.run()
        #expect(try bench.recorded() == again)
        #expect((bench.log.beginnings.last ?? 0) > 0)
        let taken = try bench.journal.entries(ofEntity: ContractTaken.entity).filter {
            try Envelope($0.raw).type.contains("contract-taken")
        }
        #expect(taken.count == 2, "once for each change")
        await bench.end()
    }

    @Test("A long history begins at what was kept last")
    func long() async throws {
        let bench = try HostBench(every: 1_000_000, snapshotEvery: 2_000)
        try bench.attend(5_000)
        try await bench.run()
        try await bench.restart()
        try await bench.run()
        #expect((bench.log.beginnings.last ?? 0) >= 4_000, "\(bench.log.beginnings)")
        await bench.end()
    }

    @Test("A program that cannot take what was kept is told all, and that is forgotten")
    func refused() throws {
        let now = SteadyInstant(milliseconds: 0)
        let place = HelloClinic(name: "Riverside", timeZone: "UTC", phases: [], rehearsal: true)
        var driver = TherapyDriver(
            hello: Hello(plugin: "fake", version: "1", contract: "0", clinic: place),
            settings: DriverBench.settings,
            snapshot: TherapySnapshot(position: 7, state: "[]"), now: now)
        let clinic = LocalDateTime(date: LocalDate(daysSince1970: 0), time: TimeOfDay(minutes: 0))
        #expect(driver.pass(to: now, clinic: clinic) == [.start])
        _ = driver.started(at: now)
        let restore = driver.answered(Array(#"{"n":1,"protocol":1}"#.utf8), at: now)
        guard case .send(let line)? = restore.first else {
            Issue.record("It is not asked to go on.")
            return
        }
        #expect(try Question(line: line).ask == .restore(state: Array("[]".utf8)))
        _ = driver.answered(Array(#"{"n":2,"error":"KeyError"}"#.utf8), at: now)
        let next = "It failed once. It is started again in 1 s."
        #expect(driver.ended(at: now) == [.dropSnapshot, .note(next)])
        #expect(driver.pass(to: now + .seconds(60), clinic: clinic) == [.start])
        _ = driver.started(at: now)
        let anew = driver.answered(Array(#"{"n":1,"protocol":1}"#.utf8), at: now)
        guard case .send(let line)? = anew.first else {
            Issue.record("It is not asked to begin.")
            return
        }
        #expect(try Question(line: line).ask == .restore(state: nil))
    }
}
