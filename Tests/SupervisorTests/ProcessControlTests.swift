import ClinicFiles
import Glibc
import Messages
import Platform
import ServiceKit
import Supervisor
import SupervisorCore
import Testing

@Suite("Real processes under the supervisor", .timeLimit(.minutes(2)))
struct ProcessControlTests {
    let clinic: TestClinic
    init() throws { clinic = try TestClinic() }

    @Test("A process that is killed comes back, as another process")
    func restarts() async throws {
        try await clinic.supervising([script("hub", "exec sleep 1000")]) { control in
            try await control.becomes("ready", "hub")
            let first = try #require(await control.status(of: "hub")?.pid)
            kill(first, SIGKILL)
            try await eventually("another process") {
                let status = await control.status(of: "hub")
                return status?.state == .ready && status?.pid != first && status?.pid != nil
            }
            let status = try #require(await control.status(of: "hub"))
            #expect(status.restarts == 1)
            #expect(status.lastFailure == .exited(.signal(9)))
        }
    }

    @Test("A flapping process is given up, says what to do, and the rest keeps running")
    func flapping() async throws {
        try await clinic.supervising([
            script("bad", "exit 1"), script("good", "exec sleep 1000"),
        ]) { control in
            try await control.becomes("given-up", "bad")
            let status = try #require(await control.status(of: "bad"))
            #expect(status.state == .givenUp(after: .exited(.code(1))))
            #expect(status.restarts == 3)
            #expect(status.advice?.remedy.contains("cairn start bad") == true)
            try await control.becomes("ready", "good")
            try await control.start("bad")
            try await eventually("a person's start tries again") {
                await control.status(of: "bad")?.restarts ?? 0 > 3
            }
        }
    }

    @Test("Only where another supervisor runs its exit says so; what the system refused is named")
    func endings() {
        #expect(ExitCode.of(SupervisionError.anotherSupervisor(folder: "/c")) == 77)
        #expect(ExitCode.of(SupervisionError.noGuardian("/c")) == 78)
        let refused = SupervisionError.system(call: "open", path: "/c/run/lock", number: EACCES)
        #expect(ExitCode.of(refused) == 78)
        #expect(refused.advice.problem.contains("open /c/run/lock: EACCES"))
    }

    @Test("A missing program is never tried twice", arguments: ["/no/such/program", "cairn-none"])
    func missing(executable: String) async throws {
        var specification = script("gone", "")
        specification.executable = executable
        try await clinic.supervising([specification]) { control in
            try await control.becomes("failed", "gone")
            let status = try #require(await control.status(of: "gone"))
            #expect(status.state == .failedPermanently(.notLaunched(ENOENT)))
            #expect(status.restarts == 0)
        }
    }

    @Test("A program that may not be executed is never tried twice")
    func notExecutable() async throws {
        var specification = script("gone", "")
        specification.executable = "/etc/passwd"
        try await clinic.supervising([specification]) { control in
            try await control.becomes("failed", "gone")
        }
    }

    @Test("A bad configuration and another instance are final", arguments: [77, 78] as [Int32])
    func permanent(code: Int32) async throws {
        try await clinic.supervising([script("bad", "exit \(code)")]) { control in
            try await control.becomes("failed", "bad")
            #expect(await control.state(of: "bad") == .failedPermanently(.code(code)))
        }
    }

    @Test("Who ignores TERM is killed with its children")
    func killsGroup() async throws {
        let pids = clinic.file("pids")
        let stubborn = script(
            "stubborn",
            """
            trap '' TERM
            sh -c 'trap "" TERM; echo $$ >> \(pids); while :; do sleep 1000; done' &
            echo $$ >> \(pids)
            while :; do sleep 1000; done
            """)
        try await clinic.supervising([stubborn]) { control in
            try await eventually("both run") { clinic.pids(in: "pids").count == 2 }
            try await control.stop("stubborn")
            try await control.becomes("stopped", "stubborn")
            try await eventually("both are gone") {
                !clinic.pids(in: "pids").contains(where: isRunning)
            }
        }
    }

    @Test("A crash takes what the process left in its group")
    func sweepsGroup() async throws {
        let pids = clinic.file("pids")
        try await clinic.supervising([
            script("parent", "sleep 1000 & echo $! >> \(pids); exit 78")
        ]) { control in
            try await control.becomes("failed", "parent")
            try await eventually("its child is gone") {
                clinic.pids(in: "pids").count == 1 && !isRunning(clinic.pids(in: "pids")[0])
            }
        }
    }

    @Test("A process starts when what it needs is ready, not when it merely runs")
    func readinessOrder() async throws {
        let go = clinic.file("go")
        let hub = python(
            "hub",
            """
            while not os.path.exists("\(go)"): time.sleep(0.01)
            notify("STATUS=counting")
            notify("READY=1")
            time.sleep(1000)
            """)
        let service = script("service", "exec sleep 1000", after: ["hub"])
        try await clinic.supervising([service, hub]) { control in
            try await eventually("the hub runs") { await control.status(of: "hub")?.pid != nil }
            let waiting = try #require(await control.status(of: "service"))
            #expect(waiting.state == .waitingForDependencies)
            #expect(waiting.waitsFor == ["hub"])
            #expect(await control.state(of: "hub") == .starting)
            creat(go, 0o600)
            try await control.becomes("ready", "service")
            #expect(await control.status(of: "hub")?.text == "counting")
        }
    }

    @Test("Who never says that it is ready is started again")
    func neverReady() async throws {
        try await clinic.supervising([
            python("mute", "time.sleep(1000)", within: .milliseconds(300))
        ]) { control in
            try await eventually("a restart") {
                await control.status(of: "mute")?.lastFailure == .notReadyInTime
            }
        }
    }

    @Test("A frozen process is restarted: its watchdog is missed, and TERM does not reach it")
    func watchdog() async throws {
        let lively = python(
            "lively",
            """
            assert os.environ["WATCHDOG_USEC"] == "1000000"
            notify("READY=1")
            while True:
                notify("WATCHDOG=1")
                time.sleep(0.05)
            """, watchdog: .seconds(1))
        try await clinic.supervising([lively]) { control in
            try await control.becomes("ready", "lively")
            let first = try await control.pid(of: "lively")
            kill(first, SIGSTOP)
            try await eventually("another process") {
                let status = await control.status(of: "lively")
                return status?.state == .ready && status?.pid != first
            }
            #expect(await control.status(of: "lively")?.lastFailure == .watchdogMissed)
            #expect(!isRunning(first))
        }
    }

    @Test("Stops come in reverse: nobody loses what it depends on while it still works")
    func stopOrder() async throws {
        let order = clinic.file("order")
        func service(_ name: Identity, after needs: Set<Identity>) -> ProcessSpecification {
            let text = """
                import random
                def end(*_):
                    time.sleep(random.random() / 5)
                    open("\(order)", "a").write("\(name)\\n")
                    sys.exit(0)
                signal.signal(signal.SIGTERM, end)
                notify("READY=1")
                while True: time.sleep(1000)
                """
            return python(name, text, after: needs, policy: patient)
        }
        try await clinic.supervising([
            service("hub", after: []), service("assessment", after: ["hub"]),
            service("scheduler", after: ["assessment", "hub"]),
        ]) { control in
            for name in ["hub", "assessment", "scheduler"] as [Identity] {
                try await control.becomes("ready", name)
            }
        }
        #expect(clinic.lines(of: "order") == ["scheduler", "assessment", "hub"])
    }

    @Test("A person's stop holds, and a person's start ends it")
    func operatorStop() async throws {
        try await clinic.supervising(
            [script("hub", "exec sleep 1000")], stopped: ["hub"]
        ) { control in
            #expect(await control.state(of: "hub") == .stopped(.operatorWish))
            try await control.start("hub")
            try await control.becomes("ready", "hub")
            try await control.stop("hub")
            try await control.becomes("stopped", "hub")
            #expect(await control.status(of: "hub")?.pid == nil)
        }
    }

    @Test("A restart gives another process")
    func restart() async throws {
        try await clinic.supervising([script("hub", "exec sleep 1000")]) { control in
            try await control.becomes("ready", "hub")
            let first = await control.status(of: "hub")?.pid
            try await control.restart("hub")
            try await eventually("another process") {
                let status = await control.status(of: "hub")
                return status?.state == .ready && status?.pid != nil && status?.pid != first
            }
            #expect(await control.status(of: "hub")?.lastFailure == nil)
        }
    }

    @Test("A crash of what others need does not stop them")
    func dependencyCrash() async throws {
        try await clinic.supervising([
            script("hub", "exec sleep 1000"),
            script("service", "exec sleep 1000", after: ["hub"]),
        ]) { control in
            try await control.becomes("ready", "service")
            let service = await control.status(of: "service")?.pid
            kill(try #require(await control.status(of: "hub")?.pid), SIGKILL)
            try await eventually("the hub is back") {
                await control.status(of: "hub")?.restarts == 1
            }
            try await control.becomes("ready", "hub")
            #expect(await control.status(of: "service")?.pid == service)
        }
    }

    @Test("A plugin can come and go while the others run")
    func addAndRemove() async throws {
        try await clinic.supervising([script("hub", "exec sleep 1000")]) { control in
            try await control.add(script("cbt", "exec sleep 1000", after: ["hub"]))
            try await control.becomes("ready", "cbt")
            let pid = try #require(await control.status(of: "cbt")?.pid)
            await #expect(throws: SupervisionError.alreadyKnown("cbt")) {
                try await control.add(script("cbt", "exit 0"))
            }
            await #expect(throws: DependencyCycle.self) {
                try await control.add(script("odd", "exit 0", after: ["odd"]))
            }
            try await control.remove("cbt")
            try await eventually("it is forgotten") { await control.status(of: "cbt") == nil }
            #expect(!isRunning(pid))
            await #expect(throws: SupervisionError.unknownProcess("cbt", known: ["hub"])) {
                try await control.start("cbt")
            }
        }
    }

    @Test("Each change comes once, in order, and the last with the shutdown")
    func changes() async throws {
        let talker = """
            notify("STATUS=one")
            notify("READY=1\\nSTATUS=two")
            time.sleep(1000)
            """
        let control = try clinic.control([python("hub", talker, policy: patient)])
        try await control.start()
        try await control.becomes("ready", "hub")
        await control.shutdown()
        var words: [String] = []
        while let change = await control.nextChange() {
            words.append(change.state.word)
        }
        #expect(words == ["waiting", "starting", "ready", "stopping", "stopped"])
        await #expect(throws: SupervisionError.shuttingDown) { try await control.start("hub") }
    }

    @Test("A shutdown waits for the end of all processes, in a cancelled task too")
    func cancelledShutdown() async throws {
        let control = try clinic.control([script("hub", "exec sleep 1000", policy: patient)])
        try await control.start()
        try await control.becomes("ready", "hub")
        let pid = try #require(await control.status(of: "hub")?.pid)
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            await control.shutdown()
        }
        await task.value
        #expect(await control.state(of: "hub") == .stopped(.shutdown))
        #expect(!isRunning(pid))
    }

    @Test("One clinic has one supervisor at a time")
    func lock() throws {
        let first = try clinic.control([])
        #expect(throws: SupervisionError.anotherSupervisor(folder: clinic.folder.path)) {
            _ = try clinic.control([])
        }
        withExtendedLifetime(first) {}
    }

    @Test("A child has no input, no foreign descriptor, and a session of its own")
    func inheritance() async throws {
        let open = creat(clinic.file("secret"), 0o600)
        defer { close(open) }
        let report = """
            names = []
            for fd in os.listdir("/proc/self/fd"):
                try: names.append(os.readlink("/proc/self/fd/" + fd))
                except OSError: pass
            print("DEVICES", sum(n == "/dev/null" for n in names))
            print("PIPES", sum(n.startswith("pipe:") for n in names))
            print("OTHERS", [n for n in names if n != "/dev/null" and not n.startswith("pipe:")
                             and not n.startswith("/proc/")])
            print("LEADER", os.getsid(0) == os.getpid() == os.getpgid(0), flush=True)
            notify("READY=1")
            time.sleep(1000)
            """
        try await clinic.supervising([python("child", report)]) { control in
            try await control.becomes("ready", "child")
            try await eventually("its report") {
                let lines = LogTail(clinic: clinic.folder).lines(10, of: "child")
                return lines.filter { !$0.hasPrefix("[supervisor]") }
                    == ["DEVICES 1", "PIPES 2", "OTHERS []", "LEADER True"]
            }
        }
    }
}
