import Messages
import SupervisorCore
import TestKit
import TestSupport
import Testing

@Suite("Any history of one process")
struct LifecyclePropertyTests {
    private static let inputs: [ProcessLifecycle.Input] = [
        .dependencies(areReady: true), .dependencies(areReady: true),
        .dependencies(areReady: false), .notified(.ready), .notified(.ready), .notified(.alive),
        .notified(.stopping), .notified(.needsTime(.milliseconds(500))), .timer, .timer, .timer,
        .operatorStop,
        .operatorStart, .operatorRestart,
    ]
    private static let exits: [Exit] = [
        .code(0), .code(1), .code(78), .signal(9), .notLaunched(2), .notLaunched(11),
    ]

    @Test(
        "Never two processes, no stop undone by a crash, no start after a shutdown, no dead end",
        arguments: 0..<400 as Range<UInt64>)
    func history(seed: UInt64) throws {
        var chance = SeededGenerator(seed: seed)
        var policy = RestartPolicy()
        policy.mostFailures = 2 + chance.below(6)
        var lifecycle = ProcessLifecycle(
            policy: policy,
            readiness: chance.below(3) == 0 ? .whenStarted : .whenNotified(within: .seconds(1)),
            watchdog: chance.below(2) == 0 ? .milliseconds(500) : nil,
            isStopped: chance.below(4) == 0)
        var isStopped = lifecycle.state == .stopped(.operatorWish)
        var isShutDown = false
        var process = Process.none
        var now: SteadyInstant = 0
        for step in 0..<300 {
            let input = next(&chance, process, step)
            now += Int64(chance.below(900))
            if case .started = input { process = .alive }
            if case .exited = input { process = .none }
            if case .shutdown = input { isShutDown = true }
            switch input {
            case .operatorStop: isStopped = true
            case .operatorStart, .operatorRestart: if !isShutDown { isStopped = false }
            default: break
            }
            for action in lifecycle.handle(input, at: now, chance: 0.3) where action == .spawn {
                try #require(process == .none, "two processes at step \(step)")
                try #require(!isStopped, "a stop undone at step \(step) by \(input)")
                try #require(!isShutDown, "a start after the shutdown at step \(step)")
                process = .launching
            }
            try #require(lifecycle.isAlive == (process != .none))
            if case .stopping = lifecycle.state { try #require(lifecycle.deadline != nil) }
            if case .backingOff = lifecycle.state { try #require(lifecycle.deadline != nil) }
            if isStopped, process == .none, !isShutDown {
                try #require(lifecycle.state == .stopped(.operatorWish))
            }
        }
        try settle(&lifecycle, process, now)
    }

    private enum Process { case none, launching, alive }

    private func next(_ chance: inout SeededGenerator, _ process: Process, _ step: Int)
        -> ProcessLifecycle.Input
    {
        let pick = chance.below(20)
        if process == .launching, pick < 10 {
            // What could not be launched exits without having started.
            return pick < 8 ? .started(pid: Int32(step + 2)) : .exited(.notLaunched(11))
        }
        if process == .alive, pick < 5 { return .exited(Self.exits[chance.below(4)]) }
        if step > 250, pick == 19 { return .shutdown }
        return Self.inputs[chance.below(Self.inputs.count)]
    }

    /// With everything in its favour a process comes to readiness or rest.
    private func settle(
        _ lifecycle: inout ProcessLifecycle, _ process: Process, _ now: SteadyInstant
    )
        throws
    {
        var now = now
        var process = process
        for _ in 0..<40 where lifecycle.state != .ready && !lifecycle.state.isAtRest {
            now += 100_000
            var actions = lifecycle.handle(.dependencies(areReady: true), at: now, chance: 0)
            if case .stopping = lifecycle.state, process == .alive {
                actions += lifecycle.handle(.exited(.signal(15)), at: now, chance: 0)
                process = .none
            }
            if process == .none { actions += lifecycle.handle(.timer, at: now, chance: 0) }
            if actions.contains(.spawn) { process = .launching }
            if process == .launching {
                _ = lifecycle.handle(.started(pid: 3), at: now, chance: 0)
                process = .alive
            }
            _ = lifecycle.handle(.notified(.ready), at: now, chance: 0)
        }
        try #require(lifecycle.state == .ready || lifecycle.state.isAtRest)
    }
}
