import Messages
import SupervisorCore
import TestSupport
import Testing

private let policy: RestartPolicy = {
    var policy = RestartPolicy()
    policy.firstDelay = .milliseconds(100)
    policy.longestDelay = .seconds(1)
    policy.jitter = 0.5
    policy.stableAfter = .seconds(5)
    policy.mostFailures = 3
    policy.window = .seconds(60)
    policy.stopGrace = .milliseconds(300)
    return policy
}()

/// A lifecycle with a clock that stands still unless it is moved.
private struct Subject {
    var lifecycle: ProcessLifecycle
    var now: SteadyInstant = 0

    init(
        readiness: ReadinessRule = .whenNotified(within: .seconds(2)),
        watchdog: Duration? = .milliseconds(700),
        isStopped: Bool = false
    ) {
        lifecycle = ProcessLifecycle(
            policy: policy, readiness: readiness, watchdog: watchdog, isStopped: isStopped)
    }

    var state: ProcessState { lifecycle.state }

    @discardableResult
    mutating func take(_ inputs: ProcessLifecycle.Input...) -> [ProcessLifecycle.Action] {
        inputs.flatMap { lifecycle.handle($0, at: now, chance: 0.5) }
    }

    /// Moves on to the deadline and says so.
    @discardableResult
    mutating func expire() throws -> [ProcessLifecycle.Action] {
        now = try #require(lifecycle.deadline)
        return take(.timer)
    }

    static func starting() -> Subject {
        var subject = Subject()
        subject.take(.dependencies(areReady: true), .started(pid: 7))
        return subject
    }

    static func ready() -> Subject {
        var subject = starting()
        subject.take(.notified(.ready))
        return subject
    }
}

@Suite("The rules of one process")
struct LifecycleTests {
    @Test("It starts when all that it depends on is ready, not before")
    func waits() {
        var subject = Subject()
        #expect(subject.state == .waitingForDependencies)
        #expect(subject.take(.dependencies(areReady: false)) == [])
        #expect(
            subject.take(.dependencies(areReady: true)) == [.spawn, .announce(.starting)])
    }

    @Test("It is ready when it says so, not when it runs")
    func readiness() {
        var subject = Subject.starting()
        #expect(subject.state == .starting)
        #expect(subject.take(.notified(.ready)) == [.announce(.ready)])
    }

    @Test("A program without sd_notify is ready when it runs")
    func readyWhenStarted() {
        var subject = Subject(readiness: .whenStarted, watchdog: nil)
        subject.take(.dependencies(areReady: true))
        #expect(subject.state == .starting)
        #expect(subject.take(.started(pid: 7)) == [.announce(.ready)])
        #expect(subject.lifecycle.deadline == nil)
    }

    @Test(
        "An exit that nobody asked for is followed by a restart, also one with code 0",
        arguments: [Exit.code(0), .code(1), .signal(9), .signal(11), .notLaunched(12)])
    func restarts(exit: Exit) throws {
        var subject = Subject.ready()
        let after = Failure.exited(exit)
        #expect(
            subject.take(.exited(exit))
                == [.kill, .announce(.backingOff(until: 100, after: after))])
        #expect(try subject.expire() == [.spawn, .announce(.starting)])
        #expect(subject.lifecycle.lastFailure == after)
    }

    @Test(
        "An exit that another start would repeat is final, and a person's start begins afresh",
        arguments: [
            Exit.code(77), .code(78), .code(126), .code(127), .notLaunched(2), .notLaunched(13),
        ])
    func permanent(exit: Exit) {
        var subject = Subject.starting()
        subject.take(.exited(exit))
        #expect(subject.state == .failedPermanently(exit))
        #expect(subject.lifecycle.deadline == nil)
        #expect(subject.take(.timer, .dependencies(areReady: true)) == [])
        #expect(subject.take(.operatorStart) == [.spawn, .announce(.starting)])
        #expect(subject.lifecycle.lastFailure == nil)
    }

    @Test("Who is not ready in time is stopped, and started again after a wait")
    func notReadyInTime() throws {
        var subject = Subject.starting()
        #expect(subject.lifecycle.deadline == 2000)
        let stopping = ProcessState.stopping(.terminating, .failure(.notReadyInTime))
        #expect(try subject.expire() == [.terminate, .announce(stopping)])
        subject.take(.exited(.code(0)))
        #expect(subject.state == .backingOff(until: 2100, after: .notReadyInTime))
    }

    @Test("Who waits for a dependency that fell is not blamed for being late")
    func lateWithoutDependencies() throws {
        var subject = Subject.starting()
        subject.take(.dependencies(areReady: false))
        #expect(try subject.expire() == [])
        #expect(subject.state == .starting)
        #expect(subject.lifecycle.deadline == 4000)
    }

    @Test("A process may ask for more time to become ready, within a day")
    func needsTime() {
        var subject = Subject.starting()
        subject.take(.notified(.needsTime(.seconds(9))))
        #expect(subject.lifecycle.deadline == 9000)
        subject.take(.notified(.needsTime(.milliseconds(10))))
        #expect(subject.lifecycle.deadline == 9000)
        subject.take(.notified(.needsTime(.seconds(Int64.max))))
        #expect(subject.lifecycle.deadline == 86_400_000)
    }

    @Test("Each sign of life renews the watchdog; its absence stops and restarts")
    func watchdog() throws {
        var subject = Subject.ready()
        #expect(subject.lifecycle.deadline == 700)
        subject.now = 600
        subject.take(.notified(.alive))
        subject.now = 1299
        #expect(subject.take(.timer) == [])
        let stopping = ProcessState.stopping(.terminating, .failure(.watchdogMissed))
        #expect(try subject.expire() == [.terminate, .announce(stopping)])
        #expect(try subject.expire().first == .kill)
        subject.take(.exited(.signal(9)))
        #expect(subject.state == .backingOff(until: 1700, after: .watchdogMissed))
    }

    @Test("Who ignores TERM is killed, and again if need be")
    func kill() throws {
        var subject = Subject.ready()
        #expect(
            subject.take(.operatorStop)
                == [.terminate, .announce(.stopping(.terminating, .operatorWish))])
        #expect(subject.lifecycle.deadline == 300)
        #expect(
            try subject.expire() == [.kill, .announce(.stopping(.killing, .operatorWish))])
        #expect(try subject.expire() == [.kill])
        #expect(
            subject.take(.exited(.signal(9))) == [.kill, .announce(.stopped(.operatorWish))])
        #expect(subject.lifecycle.deadline == nil)
    }

    @Test("A stop before its number is known is carried out once it is known")
    func stopWhileLaunching() throws {
        var subject = Subject()
        subject.take(.dependencies(areReady: true))
        #expect(
            subject.take(.operatorStop)
                == [.announce(.stopping(.terminating, .operatorWish))])
        #expect(subject.take(.started(pid: 7)) == [.terminate])

        var late = Subject()
        late.take(.dependencies(areReady: true), .operatorStop)
        #expect(
            try late.expire() == [.announce(.stopping(.killing, .operatorWish))])
        #expect(late.take(.started(pid: 7)) == [.kill])
    }

    @Test("A report about no process of its own changes nothing")
    func strayReports() {
        var subject = Subject()
        let before = subject.lifecycle
        #expect(subject.take(.started(pid: 7), .exited(.code(1)), .notified(.ready)) == [])
        #expect(subject.lifecycle == before)
    }

    @Test("A restart stops, then starts at once")
    func restart() {
        var subject = Subject.ready()
        #expect(subject.take(.operatorRestart).first == .terminate)
        #expect(subject.take(.exited(.code(0))) == [.kill, .spawn, .announce(.starting)])
    }

    @Test("The last wish counts while a process stops")
    func lastWish() {
        var subject = Subject.ready()
        subject.take(.operatorRestart, .operatorStop, .exited(.code(0)))
        #expect(subject.state == .stopped(.operatorWish))
        subject = .ready()
        subject.take(.operatorStop, .operatorStart, .exited(.code(0)))
        #expect(subject.state == .starting)
    }

    @Test("A start of who runs changes nothing")
    func startTwice() {
        var subject = Subject.ready()
        #expect(subject.take(.operatorStart) == [])
        #expect(subject.state == .ready)
    }

    @Test("A person's stop outlives the supervisor")
    func stoppedFromTheBeginning() {
        var subject = Subject(isStopped: true)
        #expect(subject.take(.dependencies(areReady: true)) == [])
        #expect(subject.state == .stopped(.operatorWish))
        #expect(subject.take(.operatorStart).contains(.spawn))
    }

    @Test("A stop while it backs off holds: the timer starts nothing")
    func stopWhileBackingOff() {
        var subject = Subject.ready()
        subject.take(.exited(.code(1)), .operatorStop)
        subject.now = 100_000
        #expect(subject.take(.timer) == [])
        #expect(subject.state == .stopped(.operatorWish))
    }

    @Test("Who announces its own end is no longer ready, and its exit code decides")
    func stopsItself() throws {
        var subject = Subject.ready()
        #expect(
            subject.take(.notified(.stopping))
                == [.announce(.stopping(.terminating, .itself))])
        subject.take(.exited(.code(78)))
        #expect(subject.state == .failedPermanently(.code(78)))

        subject = .ready()
        subject.take(.notified(.stopping))
        #expect(try subject.expire().first == .kill)
        subject.take(.exited(.signal(9)))
        #expect(subject.state.word == "backing-off")
    }

    @Test("One failure more than the policy allows within its window, and it is given up")
    func flapping() throws {
        var subject = Subject.ready()
        for _ in 0..<3 {
            subject.take(.exited(.code(1)))
            #expect(subject.state.word == "backing-off")
            try subject.expire()
            subject.take(.started(pid: 8), .notified(.ready))
        }
        subject.take(.exited(.code(1)))
        #expect(subject.state == .givenUp(after: .exited(.code(1))))
        #expect(subject.take(.timer, .dependencies(areReady: true)) == [])
        subject.take(.operatorStart, .started(pid: 9), .exited(.code(1)))
        #expect(subject.state.word == "backing-off", "a person's start forgets earlier failures")
    }

    @Test("Failures older than the window do not count")
    func slowFailures() throws {
        var subject = Subject.ready()
        for _ in 0..<20 {
            subject.now += 20_001
            subject.take(.exited(.code(1)))
            try #require(subject.state.word == "backing-off")
            try subject.expire()
            subject.take(.started(pid: 8), .notified(.ready))
        }
    }

    @Test("Delays double, and begin anew after a stable time")
    func delays() throws {
        var subject = Subject.ready()
        subject.take(.exited(.code(1)))
        #expect(subject.lifecycle.deadline == 100)
        try subject.expire()
        subject.take(.started(pid: 8), .exited(.code(1)))
        #expect(subject.lifecycle.deadline == 300)
        try subject.expire()
        subject.take(.started(pid: 9), .notified(.ready))
        subject.now += 5000
        subject.take(.exited(.code(1)))
        #expect(subject.lifecycle.deadline == subject.now + 100)
    }

    @Test("After a shutdown nothing starts, whatever is asked")
    func shutdown() {
        var subject = Subject.ready()
        #expect(
            subject.take(.shutdown)
                == [.terminate, .announce(.stopping(.terminating, .shutdown))])
        #expect(subject.take(.operatorStart, .operatorRestart) == [])
        #expect(subject.take(.exited(.code(1))) == [.kill, .announce(.stopped(.shutdown))])
        #expect(subject.take(.operatorStart, .dependencies(areReady: true)) == [])
    }

    @Test("A shutdown keeps what a person should still see")
    func shutdownAtRest() {
        var subject = Subject.ready()
        subject.take(.exited(.code(78)), .shutdown)
        #expect(subject.state == .failedPermanently(.code(78)))
        subject = Subject()
        subject.take(.shutdown)
        #expect(subject.state == .stopped(.shutdown))
    }
}

@Suite("The restart policy")
struct RestartPolicyTests {
    @Test(
        "A delay doubles with each failure up to its longest",
        arguments: zip([1, 2, 3, 4, 5, 60, 100_000], [100, 200, 400, 800, 1000, 1000, 1000]))
    func delay(failures: Int, milliseconds: Int64) {
        #expect(policy.delay(afterFailures: failures, chance: 0.5) == .milliseconds(milliseconds))
    }

    @Test("However often a clinic's process failed, it is started again within six seconds")
    func longest() {
        for failures in 1...40 {
            #expect(RestartPolicy().delay(afterFailures: failures, chance: 0.999) <= .seconds(6))
        }
    }

    @Test("Chance moves a delay by its jitter and no more", arguments: [0, 0.25, 0.999_999])
    func jitter(chance: Double) {
        let delay = policy.delay(afterFailures: 3, chance: chance)
        #expect((Duration.milliseconds(200) ... .milliseconds(600)).contains(delay))
        #expect((delay < .milliseconds(400)) == (chance < 0.5))
    }
}
