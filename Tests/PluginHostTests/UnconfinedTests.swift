internal import Foundation
internal import Messages
internal import PluginHost
internal import PluginHostCore
internal import TestSupport
internal import Testing
internal import TherapyContract

/// Where a machine cannot shut a program in, a rehearsal runs it all the same.
@Suite struct UnconfinedTests {
    @Test func aProgramBeginsInItsOwnFolder() async throws {
        let folder = try TemporaryFolder()
        // A program named in its contract as it lies there, and what it reads beside itself.
        try Data("open(my $o, '>&=4'); open(my $f, '<', 'word'); print {$o} <$f>;".utf8)
            .write(to: URL(fileURLWithPath: "\(folder.path)/own.pl"))
        try Data("found\n".utf8).write(to: URL(fileURLWithPath: "\(folder.path)/word"))
        let contract = try JSONText.decode(
            PluginContract.self,
            from: Array(
                """
                {"contract": 1, "id": "own", "version": "1", "title": "Own",
                 "command": ["perl", "own.pl"]}
                """.utf8))
        let sandbox = Sandbox(confinement: .none("a test"), hiding: "/nowhere")
        let child = TherapyChild(
            try sandbox.arguments(for: contract, in: folder.path, searching: []),
            environment: Sandbox.environment(hasRuntime: nil), log: { _ in }, telling: {})
        var answers: [String] = []
        var hasEnded = false
        for _ in 0..<3_000 where !hasEnded {
            for event in child.fetch() {
                if case .line(let line) = event {
                    answers.append(String(decoding: line, as: UTF8.self))
                }
                if case .ended = event { hasEnded = true }
            }
            if !hasEnded { try await Task.sleep(for: .milliseconds(10)) }
        }
        #expect(hasEnded && answers == ["found"])
    }

    @Test func anInterpreterIsThatOfTheClinicsList() throws {
        let folder = try TemporaryFolder()
        let ruby = "\(folder.path)/bin/ruby"
        try FileManager.default.createDirectory(
            atPath: "\(folder.path)/bin", withIntermediateDirectories: true)
        try Data("#!/bin/sh\n".utf8).write(to: URL(fileURLWithPath: ruby))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: ruby)
        let contract = try JSONText.decode(
            PluginContract.self,
            from: Array(
                """
                {"contract": 1, "id": "own", "version": "1", "title": "Own",
                 "command": ["ruby", "own.rb"]}
                """.utf8))
        let sandbox = Sandbox(confinement: .bubblewrap("/usr/bin/bwrap"), hiding: "/nowhere")
        func words(_ entries: [String]?) throws(ProgramMissing) -> [String] {
            try sandbox.arguments(
                for: contract, in: folder.path, allowing: AllowedInterpreters(entries),
                searching: [])
        }
        // The path itself is run, and what lies beside it is seen.
        let found = try words(["perl", ruby])
        #expect(found.suffix(2) == [ruby, "own.rb"])
        #expect(found.contains("\(folder.path)/bin"))
        #expect(throws: ProgramMissing.unknown("ruby", allowed: ["node", "perl", "python3"])) {
            try words(nil)
        }
        #expect(throws: ProgramMissing.interpreter("/nowhere/ruby")) {
            try words(["/nowhere/ruby"])
        }
    }
}
