internal import Foundation
internal import Glibc
internal import Messages
internal import Synchronization
internal import TestSupport
internal import Testing
internal import TherapyContract

@testable internal import PluginHost

@Suite("Control groups, in a made-up tree of them")
struct ControlGroupTests {
    /// What each file of a tree holds.
    private func tree(_ files: [String: String]) throws -> TemporaryFolder {
        let place = try TemporaryFolder()
        for (name, text) in files {
            let file = URL(fileURLWithPath: "\(place.path)/\(name)")
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        return place
    }

    private func text(_ name: String, in place: TemporaryFolder) throws -> String {
        try String(contentsOfFile: "\(place.path)/\(name)", encoding: .utf8)
    }

    /// The files that the kernel makes in a new group.
    private func group(_ folder: String, _ names: String...) -> [String: String] {
        Dictionary(uniqueKeysWithValues: names.map { ("\(folder)/\($0)", "") })
    }

    private static let delegated = [
        "system.slice/cairn.service/cgroup.procs": "",
        "system.slice/cairn.service/cgroup.subtree_control": "memory pids",
        "system.slice/cairn.service/clinic/cgroup.procs": "7\n",
        "system.slice/cairn.service/clinic/cgroup.subtree_control": "",
    ]

    @Test("Of version 2 a group is made beside its own, below one that is delegated and empty")
    func second() throws {
        let made = "system.slice/cairn.service/t"
        let place = try tree(
            Self.delegated.merging(
                group(made, "memory.max", "memory.swap.max", "pids.max", "cgroup.procs")
            ) { $1 })
        let groups = ControlGroups(
            membership: "0::/system.slice/cairn.service/clinic\n", below: place.path)
        #expect(groups.controllers == [.memory, .pids])
        let group = try #require(groups.make("t", memoryBytes: 1 << 20, processes: 9))
        #expect(try text("\(made)/memory.max", in: place) == "1048576")
        #expect(try text("\(made)/memory.swap.max", in: place) == "0")
        #expect(try text("\(made)/pids.max", in: place) == "9")
        #expect(
            group.arguments(around: ["p", "q"]).suffix(4) == [
                "1", "\(place.path)/\(made)/cgroup.procs", "p", "q",
            ])
    }

    @Test("Of version 1 each limit has a tree of its own, and a program enters all of them")
    func first() throws {
        let place = try tree(
            ["memory/own/cgroup.procs": "", "pids/cgroup.procs": ""]
                .merging(group("memory/own/t", "memory.limit_in_bytes", "cgroup.procs")) { $1 }
                .merging(group("pids/t", "pids.max", "cgroup.procs")) { $1 })
        let groups = ControlGroups(
            membership: "8:pids:/\n4:memory:/own\n1:cpu:/\n0::/\n", below: place.path)
        #expect(groups.controllers == [.memory, .pids])
        let group = try #require(groups.make("t", memoryBytes: 1 << 20, processes: 9))
        #expect(try text("memory/own/t/memory.limit_in_bytes", in: place) == "1048576")
        #expect(try text("pids/t/pids.max", in: place) == "9")
        #expect(ChildSpawn.run(group.arguments(around: ["/bin/true"])) == 0)
        #expect(try text("memory/own/t/cgroup.procs", in: place) == "0\n")
        #expect(try text("pids/t/cgroup.procs", in: place) == "0\n")
        #expect(!group.isEmpty)
    }

    @Test(
        "Where nothing is handed over there are none",
        arguments: [
            "", "0::/\n", "0::/user.slice/session\n", "4:memory:/nowhere\n", "nonsense\n",
            "0::/../../etc\n",
        ])
    func none(_ membership: String) throws {
        let place = try tree(["user.slice/session/cgroup.procs": "1\n2\n"])
        let groups = ControlGroups(membership: membership, below: place.path)
        #expect(groups.controllers.isEmpty)
        #expect(groups.make("t", memoryBytes: 1, processes: 1) == nil)
    }

    @Test("A limit that the kernel does not take is no limit, and leaves no group")
    func refused() throws {
        let place = try tree(["pids/cgroup.procs": ""])
        let groups = ControlGroups(membership: "8:pids:/\n", below: place.path)
        #expect(groups.make("t", memoryBytes: 1, processes: 1) == nil)
        #expect(!FileManager.default.fileExists(atPath: "\(place.path)/pids/t"))
    }

    @Test("What a host left behind that is gone is taken away, and no other group")
    func left() throws {
        let place = try tree(["pids/cgroup.procs": ""])
        let names = [
            "cairn-therapy-cbt-999999999", "cairn-therapy-cbt-\(getpid())", "other-999999999",
        ]
        for name in names { mkdir("\(place.path)/pids/\(name)", 0o755) }
        ControlGroups(membership: "8:pids:/\n", below: place.path).clear()
        let left = names.filter {
            FileManager.default.fileExists(atPath: "\(place.path)/pids/\($0)")
        }
        #expect(left == Array(names.dropFirst()))
    }

    @Test("Who was ended by the kernel for its memory is told from who was not")
    func overrun() throws {
        for (count, hasOverrun) in [("0", false), ("2", true)] {
            let place = try tree([
                "memory/cgroup.procs": "",
                "memory/t/memory.oom_control":
                    "oom_kill_disable 0\nunder_oom 0\noom_kill \(count)\n",
                "memory/t/memory.limit_in_bytes": "",
            ])
            let groups = ControlGroups(membership: "4:memory:/\n", below: place.path)
            let group = try #require(groups.make("t", memoryBytes: 1, processes: 1))
            #expect(group.hasOverrun == hasOverrun)
        }
    }

    @Test("Each limit says who keeps it, also where nobody does")
    func kept() {
        func words(
            _ controllers: Set<ControlGroups.Controller>, hasLimits: Bool, isRoot: Bool,
            isConfined: Bool = true
        ) -> [String] {
            KeptLimits.words(
                for: PluginLimits(), isConfined: isConfined, controllers: controllers,
                hasResourceLimits: hasLimits, isRoot: isRoot)
        }
        #expect(
            words([.memory, .pids], hasLimits: true, isRoot: true) == [
                "memory 128 MB (kernel and watched)", "64 processes (kernel and watched)",
                "128 open files (kernel)", "16 MB of files (kernel)",
            ])
        #expect(
            words([], hasLimits: true, isRoot: true).prefix(2) == [
                "memory 128 MB (watched)", "64 processes (watched)",
            ])
        #expect(
            words([], hasLimits: true, isRoot: false)[1] == "64 processes (kernel and watched)")
        #expect(
            words([], hasLimits: false, isRoot: false, isConfined: false) == [
                "memory 128 MB (watched)", "64 processes (watched)", "128 open files (NOT KEPT)",
                "16 MB a file (NOT KEPT)",
            ])
    }
}

@Suite(
    "Control groups of this machine",
    .enabled(if: !ControlGroups.found().controllers.isEmpty, "none can be made here"))
struct OwnControlGroupTests {
    private func run(
        _ script: String, in groups: ControlGroups, _ name: String
    ) async throws -> (answers: [String], hasOverrun: Bool) {
        let group = try #require(groups.make(name, memoryBytes: 64 << 20, processes: 16))
        let child = TherapyChild(
            group.arguments(around: ["/usr/bin/perl", "-e", script]), environment: [:],
            group: group, log: { _ in }, telling: {})
        var answers: [String] = []
        for _ in 0..<3_000 {
            let events = child.fetch()
            for case .line(let line) in events {
                answers.append(String(decoding: line, as: UTF8.self))
            }
            if events.contains(.ended) { return (answers, child.hasOverrun) }
            if answers.last == "done" { child.end() }
            try await Task.sleep(for: .milliseconds(10))
        }
        return (answers, child.hasOverrun)
    }

    private func name(_ word: String) -> String { "cairn-therapy-\(word)-\(getpid())" }

    @Test("Who holds too much is ended by the kernel, also without any watch")
    func memory() async throws {
        let groups = ControlGroups.found()
        guard groups.controllers.contains(.memory) else { return }
        let deed = try await run(
            #"my @a; push @a, "x" x (4 << 20) for 1..200; sleep 1000;"#, in: groups,
            name("memory"))
        #expect(deed.hasOverrun)
        let folder = try #require(groups.places[.memory]).folder
        #expect(!FileManager.default.fileExists(atPath: "\(folder)/\(name("memory"))"))
    }

    @Test("Who makes too many processes gets no more, also as root, and all end with it")
    func processes() async throws {
        let groups = ControlGroups.found()
        guard groups.controllers.contains(.pids) else { return }
        let mark = "leaver-\(UInt64.random(in: .min ... .max))"
        let deed = try await run(
            """
            use POSIX; open(my $o, ">&=4"); select($o); $| = 1; my $n = 0;
            while ($n < 100) { my $p = fork(); last unless defined $p;
              if (!$p) { POSIX::setsid(); %ENV = (); $0 = "\(mark)"; sleep 1000; exit; } $n++; }
            print $n < 16 ? "held\\n" : "free\\n"; print "done\\n"; sleep 1000;
            """, in: groups, name("pids"))
        #expect(deed.answers == ["held", "done"])
        let left = try FileManager.default.contentsOfDirectory(atPath: "/proc").filter { name in
            let line = (try? String(contentsOfFile: "/proc/\(name)/cmdline", encoding: .utf8)) ?? ""
            return line.hasPrefix(mark)
        }
        #expect(left.isEmpty)
    }
}
