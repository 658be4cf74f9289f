internal import Foundation
internal import Glibc
internal import Messages
internal import PluginHost
internal import PluginHostCore
internal import Synchronization
internal import TestSupport
internal import Testing
internal import TherapyContract

/// Each attack is tried by a real program in the room that a host gives it.
@Suite(.enabled(if: Bubblewrap.works, "bubblewrap does not work here"))
struct ConfinementTests {
    @Test func whereBubblewrapWorksItIsFound() {
        #expect(Confinement.found(hiding: "/nowhere").isConfined)
    }

    @Test func theRuntimeOfThisProcessIsFoundHoweverMuchIsLoaded() throws {
        let runtime = try #require(Sandbox.runtime)
        #expect(FileManager.default.fileExists(atPath: "\(runtime)/libswiftCore.so"))
    }

    /// What a program did: what it answered, and what it printed.
    private struct Deed {
        var answers: [String] = []
        var printed: [String] = []
        var ended = false
    }

    private static func contract(_ command: String) throws -> PluginContract {
        try JSONText.decode(
            PluginContract.self,
            from: Array(
                """
                {"contract": 1, "id": "bad", "version": "1", "title": "Bad",
                 "command": [\(command)], "limits": {"memoryMB": 64}}
                """.utf8))
    }

    /// Runs a perl program in the room until a condition holds or it has ended.
    ///
    /// - Parameters:
    ///   - overran: looks at what it uses, as a host does.
    private func run(
        _ script: String, until isDone: (Deed) -> Bool = { $0.ended }, watching: Bool = false
    ) async throws -> Deed {
        let folder = try TemporaryFolder()
        let secret = "\(folder.path)/clinic/keys"
        try FileManager.default.createDirectory(
            atPath: secret, withIntermediateDirectories: true)
        try Data("secret".utf8).write(to: URL(fileURLWithPath: "\(secret)/hub.json"))
        let plugin = "\(folder.path)/clinic/plugins/.approved/bad/00"
        try FileManager.default.createDirectory(
            atPath: plugin, withIntermediateDirectories: true)
        try Data(script.utf8).write(to: URL(fileURLWithPath: "\(plugin)/bad.pl"))
        let clinic = "\(folder.path)/clinic"
        let sandbox = Sandbox(
            confinement: Confinement.found(hiding: clinic), hiding: clinic)
        let arguments = try sandbox.arguments(
            for: Self.contract("\"perl\", \"bad.pl\", \"\(clinic)\""), in: plugin, searching: [])
        let printed = Printed()
        let child = TherapyChild(
            arguments, environment: Sandbox.environment(hasRuntime: nil),
            log: { printed.add($0) }, telling: {})
        var deed = Deed()
        for _ in 0..<3_000 {
            for event in child.fetch() {
                switch event {
                case .line(let line): deed.answers.append(String(decoding: line, as: UTF8.self))
                case .ended: deed.ended = true
                case .started, .tooLong: break
                }
            }
            deed.printed = printed.lines
            if isDone(deed) || deed.ended { break }
            if watching, let pid = child.pid {
                let usage = ChildUsage(of: pid)
                if usage.memoryBytes > 64 << 20 || usage.processes > Sandbox.processLimit {
                    deed.printed.append("over the limit")
                    child.end()
                }
            }
            try await Task.sleep(for: .milliseconds(10))
        }
        guard !deed.ended else { return deed }
        child.end()
        while !child.fetch().contains(.ended) { try await Task.sleep(for: .milliseconds(10)) }
        return deed
    }

    private final class Printed: Sendable {
        private let text = Mutex<[String]>([])
        var lines: [String] { text.withLock { $0 } }
        func add(_ line: String) { text.withLock { $0.append(line) } }
    }

    @Test func itSeesNoFileOfTheClinicNoNetworkAndNoOtherProcess() async throws {
        let deed = try await run(
            """
            open(my $o, ">&=4"); select($o); $| = 1;
            my $c = $ARGV[0];
            print -e "$c/keys/hub.json" ? "keys" : "no keys", "\\n";
            print -e $c ? "clinic" : "no clinic", "\\n";
            print -e "/etc/passwd" ? "etc" : "no etc", "\\n";
            print -e "/root" || -e "/home" ? "home" : "no home", "\\n";
            my $w = grep { open(my $f, ">", "$_/x") } ("/usr/bin", "/therapy", "/", "/dev"); print $w ? "writes" : "no writing", "\\n";
            open(my $s, ">", "/proc/sys/kernel/core_pattern") ? print "sys\\n" : print "no sys\\n";
            my @p = grep { /^\\d+$/ && $_ > 10 } map { s{.*/}{}r } glob("/proc/[0-9]*");
            print @p > 5 ? "processes" : "no processes", "\\n";
            open(my $n, "<", "/proc/net/route"); my @r = <$n>; print @r > 1 ? "net" : "no net", "\\n";
            my @d = map { s{.*/}{}r } glob("/proc/self/fd/*"); print scalar(grep { $_ > 6 } @d) ? "descriptors" : "no descriptors", "\\n";
            print join(",", sort grep { !/^(PATH|HOME|TMPDIR|LANG|TZ|PYTHON|LD_|PWD)/ } keys %ENV) || "no variables", "\\n";
            """)
        #expect(
            deed.answers == [
                "no keys", "no clinic", "no etc", "no home", "no writing", "no sys",
                "no processes", "no net", "no descriptors", "no variables",
            ])
    }

    @Test func itMayUseItsOwnFolderAndAnEmptyTemporaryOne() async throws {
        let deed = try await run(
            """
            open(my $o, ">&=4"); select($o); $| = 1;
            print -e "/therapy/bad.pl" ? "own folder\\n" : "none\\n";
            open(my $f, ">", "/tmp/x") ? print "writes\\n" : print "no\\n";
            open(my $q, "<&=3"); print "3 is open\\n" if $q;
            """)
        #expect(deed.answers == ["own folder", "writes", "3 is open"])
    }

    @Test func helpersEndWithItAlsoThoseThatLeftAndForgotAll() async throws {
        let mark = "helper-\(UInt64.random(in: .min ... .max))"
        let deed = try await run(
            """
            use POSIX; open(my $o, ">&=4"); select($o); $| = 1;
            if (!fork()) { POSIX::setsid(); %ENV = (); if (!fork()) { $0 = "\(mark)"; print "away\\n"; sleep 1000; } exit; }
            sleep 1000;
            """, until: { $0.answers == ["away"] })
        #expect(deed.answers == ["away"])
        let left = try FileManager.default.contentsOfDirectory(atPath: "/proc").filter { name in
            let line = (try? String(contentsOfFile: "/proc/\(name)/cmdline", encoding: .utf8)) ?? ""
            return line.hasPrefix(mark)
        }
        #expect(left.isEmpty)
    }

    @Test func whoHoldsTooMuchMemoryIsEnded() async throws {
        let deed = try await run(
            """
            my @a; for (1..200) { push @a, "x" x (16 << 20); select(undef, undef, undef, 0.02); } sleep 1000;
            """, watching: true)
        #expect(deed.ended)
    }

    @Test func whoMakesTooManyProcessesIsHeldOrEnded() async throws {
        let deed = try await run(
            """
            open(my $o, ">&=4"); select($o); $| = 1; my $n = 0;
            while ($n < 500) { my $p = fork(); if (!defined $p) { print "refused\\n"; last; } if (!$p) { sleep 1000; exit; } $n++; }
            sleep 1000;
            """, until: { $0.answers == ["refused"] }, watching: true)
        #expect(deed.ended || deed.answers == ["refused"])
    }

    @Test func aFloodOfLinesIsCutAndCounted() async throws {
        let deed = try await run(
            """
            print "a" x 5000, "\\n"; for (1..20000) { print "line \\e[2J $_\\n"; }
            """)
        #expect(deed.printed.count < 1_000)
        #expect(deed.printed.allSatisfy { $0.unicodeScalars.count <= 12_000 })
        #expect(deed.printed.allSatisfy { !$0.contains("\u{1b}") })
        #expect(deed.printed.first?.count == ChildLog.lineLimit)
    }

    @Test func whatItWritesIsBounded() async throws {
        let deed = try await run(
            """
            $SIG{XFSZ} = 'IGNORE'; open(my $o, ">&=4"); select($o); $| = 1;
            open(my $f, ">", "/tmp/x"); my $n = 0;
            for (1..100) { last unless defined syswrite($f, "x" x (1 << 20)); $n++; }
            print $n < 20 ? "bounded\\n" : "unbounded\\n";
            """)
        #expect(deed.answers == ["bounded"])
    }

    @Test func whoIgnoresASignalIsEndedAllTheSame() async throws {
        let deed = try await run(
            """
            $SIG{TERM} = 'IGNORE'; $SIG{INT} = 'IGNORE'; open(my $o, ">&=4"); select($o); $| = 1;
            print "here\\n"; while (1) { sleep 1000; }
            """, until: { $0.answers == ["here"] })
        #expect(deed.answers == ["here"])
    }
}
