import Bus
import HashChain
import Messages
import TestKit
import TestSupport
import Testing

/// A reader and the model of it, given the same inputs.
private struct Twins {
    enum Step: Hashable, CaseIterable {
        case event, early, earlier, again, forked, forkedAhead
        case headAhead, headEqual, headBehind, headOther, reborn
        case fullPage, partialPage, emptyPage, wrongPage, latePage
        case time, commit, failedCommit, restart
        /// So far ahead that what is held meets its bound. For long histories.
        case farAhead, burst

        static let short = allCases.filter { $0 != .farAhead && $0 != .burst }
    }

    private static let history: [Envelope] = {
        var owner = FakeOwner("scheduler.attendance")
        return (0..<6_000).map { _ in owner.append() }
    }()
    private static let other: [Envelope] = (1...60).map { sequence in
        FakeOwner.event(
            stream, sequence: Int64(sequence), after: String(repeating: "f", count: 64),
            saying: "other")
    }
    private static let stream = FakeOwner.stream("scheduler.attendance")
    private static let hashes = history.map { HashChain.hash(of: $0.raw) }

    private var reader = StreamReader(now: 0, seed: 5)
    private var model = RepairModel()
    private var now: SteadyInstant = 0
    private var incarnation = 0
    private var asks: [ReplayAsk] = []
    private(set) var difference: String?

    init() { reader.add(Self.stream) }

    var isAtTheEnd: Bool { model.next > 4_000 }

    mutating func perform(_ step: Step) {
        let next = model.next
        switch step {
        case .event: event(next)
        case .early: event(next + 1)
        case .earlier: event(next + 2)
        case .again: if next > 1 { event(next - 1) }
        case .forked: event(next, follows: false)
        case .forkedAhead: event(next + 1, follows: false)
        case .farAhead: event(next + 1_200)
        case .burst: for sequence in next + 2..<next + 1_010 { event(sequence) }
        case .headAhead: head(next + 1)
        case .headEqual: head(next - 1)
        case .headBehind: head(max(0, next - 3))
        case .headOther: head(next - 1, isSame: next == 1)
        case .reborn:
            incarnation += 1
            head(next - 1, isReborn: true)
        case .fullPage: page(2, beyond: 3)
        case .partialPage: page(1, beyond: 0)
        case .emptyPage: page(0, beyond: 0)
        case .wrongPage: page(1, beyond: 0, isWrong: true)
        case .latePage: page(2, beyond: 2, isLate: true)
        case .time:
            now += 25_000
            compare(reader.tick(now: now), model.timePasses())
        case .commit: commit()
        case .failedCommit: compare(reader.rewind(), model.commitFails())
        case .restart:
            reader = StreamReader(now: now, seed: 6)
            let committed = model.committed
            reader.add(
                Self.stream, committed: Int64(committed),
                hash: committed == 0 ? HashChain.origin : Self.hashes[committed - 1])
            model.restart()
            (asks, incarnation, hasHeard) = ([], 0, false)
        }
        if difference == nil, reader.isWhole != model.isWhole {
            difference = "\(step): the reader's wholeness is \(reader.isWhole)"
        }
    }

    private mutating func event(_ sequence: Int, follows: Bool = true) {
        let envelope = follows ? Self.history[sequence - 1] : Self.forked(sequence)
        compare(
            reader.event(envelope),
            model.event(RepairModel.Event(sequence: sequence, follows: follows)))
    }

    private static func forked(_ sequence: Int) -> Envelope {
        sequence <= other.count
            ? other[sequence - 1]
            : FakeOwner.event(
                stream, sequence: Int64(sequence), after: String(repeating: "f", count: 64),
                saying: "other")
    }

    private mutating func head(_ sequence: Int, isSame: Bool = true, isReborn: Bool = false) {
        var heartbeat = Heartbeat(
            identity: Self.stream.owner, incarnation: "\(incarnation)", version: "1", state: .ready)
        let hash = sequence == 0 ? HashChain.origin : Self.hashes[sequence - 1]
        heartbeat.heads = [
            Self.stream: .init(
                sequence: Int64(sequence), hash: isSame ? hash : String(repeating: "e", count: 64))
        ]
        // The first heartbeat that a reader hears of an owner tells of no new incarnation.
        let isNew = isReborn && hasHeard
        hasHeard = true
        compare(
            reader.heartbeat(heartbeat, from: Self.stream.owner),
            model.head(sequence, isSame: isSame, isReborn: isNew))
    }
    private var hasHeard = false

    private mutating func page(
        _ count: Int, beyond: Int, isWrong: Bool = false, isLate: Bool = false
    ) {
        guard let ask = isLate ? asks.first : asks.last else { return }
        // A page that is on its way is always the one that was asked for last.
        let isCurrent = model.outstanding != nil && (!isLate || asks.count == 1)
        let from = Int(ask.from)
        let sequences = from..<from + count
        let envelopes = sequences.map { isWrong ? Self.forked($0) : Self.history[$0 - 1] }
        let head = from + count - 1 + beyond
        let actions = reader.replayPage(
            ask, messages: envelopes.map(\.raw),
            head: .init(
                sequence: Int64(head), hash: head == 0 ? HashChain.origin : Self.hashes[head - 1]))
        compare(
            actions,
            model.page(
                from: from, isCheck: ask.isCheck, isCurrent: isCurrent,
                sequences.map { RepairModel.Event(sequence: $0, follows: !isWrong) }, head: head,
                isSame: !isWrong))
    }

    private mutating func commit() {
        guard model.next > model.committed + 1 else { return }
        model.commit()
        reader.committed(
            Self.stream, sequence: Int64(model.committed), hash: Self.hashes[model.committed - 1])
    }

    private mutating func compare(_ actions: [StreamReader.Action], _ wanted: RepairModel.Outcome) {
        var found = RepairModel.Outcome()
        for action in actions {
            switch action {
            case .deliver(let batch):
                found.delivered += batch.map { Int($0.envelope.attributes.sequence ?? 0) }
            case .stopped(let stop):
                found.stop = stop.reason == .forked ? .forked : .regressed
            case .requestReplay(let ask):
                if found.ask != nil { difference = difference ?? "two asks at once" }
                found.ask = Int(ask.from)
                asks.append(ask)
            case .resubscribe: break
            }
        }
        guard difference == nil, found != wanted else { return }
        difference = "the reader did \(found), the model \(wanted)"
    }
}

@Suite("A stream reader does what the protocol's table says")
struct RepairModelTests {
    @Test(
        "in every sequence of three inputs; of those that matter around a hole, of four and five",
        arguments: [
            (Twins.Step.short, 3),
            (
                [
                    .event, .earlier, .forkedAhead, .headAhead, .headOther, .reborn, .fullPage,
                    .wrongPage, .latePage, .time, .commit, .restart,
                ], 4
            ),
            (
                [
                    .event, .early, .headAhead, .headBehind, .fullPage, .emptyPage, .time,
                    .failedCommit,
                ], 5
            ),
        ])
    fileprivate func everything(steps: [Twins.Step], depth: Int) {
        var stack: [(twins: Twins, path: [Twins.Step])] = [(Twins(), [])]
        var count = 0
        while let (twins, path) = stack.popLast() {
            count += 1
            guard path.count < depth else { continue }
            for step in steps {
                var next = twins
                next.perform(step)
                if let difference = next.difference {
                    Issue.record("\(path + [step]): \(difference)")
                    return
                }
                stack.append((next, path + [step]))
            }
        }
        #expect(count > 8_000)
    }

    @Test("in long histories, up to the bound of what it holds", arguments: 0..<60 as Range<UInt64>)
    func long(seed: UInt64) {
        var chance = SeededGenerator(seed: seed)
        var twins = Twins()
        var path: [Twins.Step] = []
        for _ in 0..<300 where !twins.isAtTheEnd {
            let isRare = chance.below(60) == 0
            let steps = isRare ? Twins.Step.allCases : Twins.Step.short.filter { !$0.isFatal }
            let step = steps[chance.below(steps.count)]
            path.append(step)
            twins.perform(step)
            guard let difference = twins.difference else { continue }
            Issue.record("\(path.suffix(12)): \(difference)")
            return
        }
    }
}

extension Twins.Step {
    /// After it a stream stands still, and nothing more is learned.
    fileprivate var isFatal: Bool {
        [.forked, .forkedAhead, .wrongPage, .headOther].contains(self)
    }
}
