import Foundation
import Messages
import TestSupport
import Testing

@testable import PeerBench
@testable import PeerKit
@testable import ServiceKit

@Suite("What a process tells of streams that it lacks")
struct TroubleWatchTests {
    @Test("A file that it needs to start is told of when it is gone, emptied or another one")
    func files() throws {
        let bench = try Bench()
        let folder = try TemporaryFolder()
        let file = folder.path + "/scheduler.storage"
        try Data("key".utf8).write(to: URL(filePath: file))
        var watch = TroubleWatch(files: [file, folder.path + "/never"])
        func told() -> [String] {
            watch.look(at: bench.peer, now: bench.peer.steadyNow)
            return watch.troubles(by: bench.peer.time).map(\.problem)
        }
        #expect(told().isEmpty)
        try Data().write(to: URL(filePath: file))
        #expect(told().count == 1 && told()[0].contains("is not what it was"))
        try FileManager.default.removeItem(atPath: file)
        #expect(told().count == 1 && told()[0].contains("is gone"))
        try FileManager.default.createDirectory(
            atPath: file, withIntermediateDirectories: false)
        #expect(told().count == 1)
        try FileManager.default.removeItem(atPath: file)
        try Data("key".utf8).write(to: URL(filePath: file))
        #expect(told().isEmpty)
    }

    @Test("Another content in the very file is told, as large and by its own account as old")
    func exchanged() throws {
        let bench = try Bench()
        let folder = try TemporaryFolder()
        let file = folder.path + "/scheduler.storage"
        try Data("key".utf8).write(to: URL(filePath: file))
        var watch = TroubleWatch(files: [file])
        func told() -> Int {
            watch.look(at: bench.peer, now: bench.peer.steadyNow)
            return watch.troubles(by: bench.peer.time).count
        }
        #expect(told() == 0)
        #expect(told() == 0)
        let time = try #require(
            try FileManager.default.attributesOfItem(atPath: file)[.modificationDate])
        for (content, count) in [("yek", 1), ("key", 0), ("kee", 1)] {
            let handle = try FileHandle(forWritingTo: URL(filePath: file))
            try handle.write(contentsOf: Data(content.utf8))
            try handle.close()
            try FileManager.default.setAttributes([.modificationDate: time], ofItemAtPath: file)
            #expect(told() == count, "\(content)")
            #expect(told() == count, "\(content)")
        }
    }

    @Test("One that catches up comes on and is no trouble; one that gets nothing is told")
    func lag() throws {
        let bench = try Bench()
        var watch = TroubleWatch(files: [])
        var assessment = Author(.assessment)
        let events = try (1...40).map { try assessment.registered(ClientID("c-\($0)")) }
        // All that it has published is announced, and comes slowly.
        for raw in events.dropLast(10) {
            bench.receive(try assessment.heartbeat(), after: 2_000)
            bench.receive(raw)
            watch.look(at: bench.peer, now: bench.peer.steadyNow)
            #expect(watch.troubles(by: bench.peer.time).isEmpty)
        }
        for _ in 1...6 {
            bench.receive(try assessment.heartbeat(), after: 2_000)
            watch.look(at: bench.peer, now: bench.peer.steadyNow)
        }
        let told = watch.troubles(by: bench.peer.time)
        #expect(told.count == 1)
        #expect(told.first?.problem.contains("assessment.client") == true)
        // Once the wall clock was set back, people are told by what it shows now.
        bench.receive(after: -3_600_000)
        watch.look(at: bench.peer, now: bench.peer.steadyNow)
        let again = watch.troubles(by: bench.peer.time)
        #expect(again.map(\.since) == told.map { $0.since - .seconds(3600) })
    }
}
