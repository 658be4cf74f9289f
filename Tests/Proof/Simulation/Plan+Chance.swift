internal import Messages
internal import TestKit

extension Plan {
    /// The plan of a seed, for a clinic of these peers.
    init(seed: UInt64, peers: [Identity], journaled: [Identity], asks: Bool) {
        var chance = SeededGenerator(seed: seed)
        var found: [(at: Int64, event: Happening)] = []
        if asks {
            for number in 0..<chance.below(10) + 4 {
                let at = Int64(chance.below(4_500))
                found.append((at, chance.below(3) == 0 ? .forbid(number) : .register(number)))
            }
        }
        for _ in 0..<chance.below(4) + 1 {
            found.append((Int64(chance.below(4_700)), .hours(chance.below(4) == 0 ? 7 : 1)))
        }
        for _ in 0..<chance.below(8) + 1 {
            found.append(
                (Int64(chance.below(4_700)), Self.fault(&chance, peers: peers, journaled)))
        }
        let sorted = found.enumerated().sorted {
            ($0.element.at, $0.offset) < ($1.element.at, $1.offset)
        }
        self.seed = seed
        items = sorted.enumerated().map { number, item in
            Item(number: number, at: item.element.at, event: item.element.event)
        }
    }

    private static func fault(
        _ chance: inout SeededGenerator, peers: [Identity], _ journaled: [Identity]
    ) -> Happening {
        let peer = peers[chance.below(peers.count)]
        let owner = journaled[chance.below(journaled.count)]
        let length = Int64(chance.below(3_000) + 100)
        switch chance.below(14) {
        case 0, 1: return .loss(to: peer, oneIn: UInt64(chance.below(4) + 1), milliseconds: length)
        case 2: return .repeats(to: peer, oneIn: UInt64(chance.below(3) + 1), milliseconds: length)
        case 3, 4:
            let other = peers[chance.below(peers.count)]
            let late = Int64(chance.below(2_000))
            return .delay(from: peer, to: other, by: late, milliseconds: length)
        case 5, 6, 7, 8:
            let down = Int64(chance.below(2_000) + 1)
            return .crash(owner, stage(&chance), downMilliseconds: down)
        case 9:
            let kinds = ["full", "broken", "gone"]
            return .disk(owner, kinds[chance.below(3)], milliseconds: length)
        case 10: return .hubRestart(downMilliseconds: Int64(chance.below(1_500)))
        case 11: return .deaf(owner)
        case 12: return .freeze(owner, milliseconds: length * 2)
        default:
            // Up to a month: longer than anything is kept.
            let step = Int64(chance.below(30 * 86_400_000))
            return .wallStep(owner, byMilliseconds: chance.below(2) == 0 ? step : -step)
        }
    }

    private static func stage(_ chance: inout SeededGenerator) -> Stage {
        switch chance.below(4) {
        case 0: .beforeCommit
        case 1: .betweenCommits
        default: .published(chance.below(4))
        }
    }
}
