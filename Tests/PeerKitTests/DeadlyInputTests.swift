import Journal
import JournalSQLite
import Messages
import PeerKit
import TestSupport
import Testing

@testable import PeerBench

/// Real processes end here: what is tested is what they leave for the next one.
@Suite("An input that ends the process")
struct DeadlyInputTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// A process of the service, on the folder's journal.
    private static func bench(in folder: String) throws -> Bench {
        try Bench(
            SQLiteJournal.open(folder: folder, identity: Bench.identity, key: Bench.key),
            attempts: AttemptFile(path: "\(folder)/peer-groups.attempts"))
    }

    private static func takeDeadlyEvent(in folder: String) throws -> Bench {
        var (assessment, scheduler) = (Author(.assessment), Author(.scheduler))
        let bench = try bench(in: folder)
        if bench.core.registered.isEmpty {
            bench.receive(try assessment.registered("c-1"), try assessment.registered("c-2"))
        }
        bench.receive(
            try scheduler.enrolled("c-1", phase: "deadly"), try scheduler.enrolled("c-1"),
            try scheduler.enrolled("c-2"))
        return bench
    }

    private static func giveDeadlyCommand(in folder: String) throws -> [Answer] {
        let bench = try bench(in: folder)
        defer { bench.journal.close() }
        return bench.receive(try Wish(id: "w").forbid(reason: "deadly")).answers
    }

    @Test("An event that ended it twice is set aside the third time, and the rest goes on")
    func event() async throws {
        let path: String = folder.path
        for _ in 1...2 {
            await #expect(processExitsWith: .failure) { [path = path as String] in
                _ = try DeadlyInputTests.takeDeadlyEvent(in: path)
            }
        }
        let bench = try Self.takeDeadlyEvent(in: path)
        #expect(try bench.journal.parked().map(\.sequence) == [1, 2])
        #expect(try bench.journal.parked().first?.reason.contains("twice") == true)
        #expect(bench.core.seated == ["c-2"])
        #expect(bench.peer.isDegraded)
    }

    @Test("A command that ended it twice is refused for good, in words that say so")
    func command() async throws {
        let path: String = folder.path
        for _ in 1...2 {
            await #expect(processExitsWith: .failure) { [path = path as String] in
                _ = try DeadlyInputTests.giveDeadlyCommand(in: path)
            }
        }
        let answer = try #require(try Self.giveDeadlyCommand(in: path).first)
        #expect(answer.outcome == .refused)
        #expect(answer.refusal?.problem.contains("NOT recorded") == true)
        #expect(try Self.giveDeadlyCommand(in: path) == [answer])
    }

    /// Retries the event that ended earlier processes.
    private static func retryDeadlyEvent(in folder: String, id: MessageID = "r") throws -> [Answer]
    {
        let bench = try bench(in: folder)
        defer { bench.journal.close() }
        let place = try bench.journal.parked()[0].place
        let wish = Wish(id: id, actor: "dir", role: .director)
        return bench.receive(try wish.retry(place)).answers
    }

    @Test(
        "A parked event that ends the process on each retry stays parked, and the retry is refused")
    func retried() async throws {
        let path: String = folder.path
        for _ in 1...2 {
            await #expect(processExitsWith: .failure) { [path = path as String] in
                _ = try DeadlyInputTests.takeDeadlyEvent(in: path)
            }
        }
        do { try Self.takeDeadlyEvent(in: path).journal.close() }
        for _ in 1...2 {
            await #expect(processExitsWith: .failure) { [path = path as String] in
                _ = try DeadlyInputTests.retryDeadlyEvent(in: path)
            }
        }
        let answer = try #require(try Self.retryDeadlyEvent(in: path).first)
        #expect(answer.outcome == .refused)
        #expect(answer.refusal?.problem.contains("ended twice") == true)
        #expect(try Self.retryDeadlyEvent(in: path) == [answer])
        let bench = try Self.bench(in: path)
        #expect(try bench.journal.parked().map(\.sequence) == [1, 2])
        #expect(bench.core.seated == ["c-2"])
    }

    @Test("What another input ended is remembered while others are handled")
    func remembered() async throws {
        let path: String = folder.path
        await #expect(processExitsWith: .failure) { [path = path as String] in
            _ = try DeadlyInputTests.takeDeadlyEvent(in: path)
        }
        do {
            let bench = try Self.bench(in: path)
            bench.receive(try Wish(id: "other").forbid())
            bench.journal.close()
        }
        await #expect(processExitsWith: .failure) { [path = path as String] in
            _ = try DeadlyInputTests.takeDeadlyEvent(in: path)
        }
        #expect(try Self.takeDeadlyEvent(in: path).journal.parked().count == 2)
    }

    @Test("A process that is killed between two inputs puts none under suspicion")
    func innocent() async throws {
        let path: String = folder.path
        for _ in 1...3 {
            await #expect(processExitsWith: .failure) { [path = path as String] in
                let bench = try DeadlyInputTests.bench(in: path)
                bench.receive(try Wish(id: "w").forbid())
                fatalError("between two inputs")
            }
        }
        let bench = try Self.bench(in: path)
        #expect(bench.receive(try Wish(id: "w").forbid()).answers.map(\.outcome) == [.accepted])
    }
}
