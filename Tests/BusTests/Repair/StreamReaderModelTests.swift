import Bus
import HashChain
import Messages
import TestKit
import TestSupport
import Testing

/// A reader between an owner and a shell, with a network that loses, repeats and reorders answers.
private struct Scene {
    enum Step: CaseIterable {
        case publish, lose, repeatOldest, heartbeat, servePage, wait, commit, failCommit
    }

    var owner = FakeOwner()
    var reader = StreamReader(now: 0, seed: 3)
    var now: SteadyInstant = 0
    var asks: [ReplayAsk] = []
    /// What the shell took in, and how much of it is committed.
    var taken: [Envelope] = []
    var committed = 0
    var faults: [String] = []

    init() {
        owner.pageLimit = 2
        reader.add(owner.stream)
    }

    mutating func perform(_ step: Step) {
        switch step {
        case .publish: handle(reader.event(owner.append()))
        case .lose: owner.append()
        case .repeatOldest:
            if let first = owner.journal.first { handle(reader.event(first)) }
        case .heartbeat: handle(reader.heartbeat(owner.heartbeat, from: owner.stream.owner))
        case .servePage:
            guard !asks.isEmpty else { return }
            let ask = asks.removeFirst()
            handle(reader.replayPage(ask, messages: owner.page(for: ask), head: owner.head))
        case .wait:
            now += 700
            handle(reader.tick(now: now))
        case .commit:
            guard let last = taken.last else { return }
            committed = taken.count
            reader.committed(
                owner.stream, sequence: last.attributes.sequence ?? 0,
                hash: HashChain.hash(of: last.raw))
        case .failCommit:
            taken.removeLast(taken.count - committed)
            handle(reader.rewind())
        }
    }

    /// Serves everything until the reader is whole.
    mutating func finish() {
        for round in 0..<200 where round == 0 || !reader.isWhole {
            perform(.heartbeat)
            while !asks.isEmpty { perform(.servePage) }
            now += 20_000
            handle(reader.tick(now: now))
        }
        if !reader.isWhole { faults.append("it never became whole") }
        if taken.map(\.id) != owner.journal.map(\.id) {
            faults.append("taken: \(taken.map(\.id)) of \(owner.journal.count)")
        }
        if !reader.stops.isEmpty { faults.append("it stopped") }
    }

    private mutating func handle(_ actions: [StreamReader.Action]) {
        if actions.asks.count > 1 { faults.append("two pages asked of one owner at once") }
        asks += actions.asks
        for action in actions {
            guard case .deliver(let batch) = action else { continue }
            for envelope in batch.map(\.envelope) {
                if envelope.attributes.sequence != Int64(taken.count + 1) {
                    faults.append("\(envelope.id) came after \(taken.count)")
                }
                taken.append(envelope)
            }
        }
    }
}

@Suite("Whatever the network does, a stream reader")
struct StreamReaderModelTests {
    @Test("delivers each event once and in order: all sequences of four steps")
    func allSteps() { tryAll(Scene.Step.allCases, depth: 4) }

    @Test("delivers each event once and in order: all sequences of six losses and repairs")
    func lossAndRepair() { tryAll([.publish, .lose, .heartbeat, .servePage], depth: 6) }

    private func tryAll(_ steps: [Scene.Step], depth: Int) {
        var stack: [(scene: Scene, path: [Scene.Step])] = [(Scene(), [])]
        while let (scene, path) = stack.popLast() {
            var end = scene
            end.finish()
            guard end.faults.isEmpty else {
                Issue.record("\(path): \(end.faults)")
                return
            }
            guard path.count < depth else { continue }
            for step in steps {
                var next = scene
                next.perform(step)
                stack.append((next, path + [step]))
            }
        }
    }

    @Test("delivers each event once and in order: long random histories", arguments: 0..<20)
    func random(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var scene = Scene()
        for _ in 0..<200 {
            scene.perform(Scene.Step.allCases.randomElement(using: &generator) ?? .wait)
        }
        scene.finish()
        #expect(scene.faults == [])
        #expect(scene.reader.ledger.repaired + scene.reader.ledger.caughtUp > 0)
    }
}
