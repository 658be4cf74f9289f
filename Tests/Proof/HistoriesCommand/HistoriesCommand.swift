internal import ArgumentParser
internal import Foundation
internal import Histories

/// Plays random histories of a clinic, and says in which of them somebody was lost.
@main
struct HistoriesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cairn-histories",
        abstract: "Play random histories of a clinic, and say in which somebody was lost.",
        discussion: """
            A seed is a history. One in which somebody was lost is printed with the line that plays \
            it again. Use deploy/histories, which builds this in release; see \
            docs/testing/simulation.md.
            """)

    @Option(help: "How many histories.")
    var count: UInt64 = 10_000

    @Option(help: "The seed of the first; the others follow it.")
    var first: UInt64 = 0

    @Option(help: "How many are played at once.")
    var jobs = ProcessInfo.processInfo.activeProcessorCount

    @Flag(help: "Print each step, of one history after the other.")
    var trace = false

    func validate() throws {
        guard count > 0, jobs > 0 else {
            throw ValidationError("there is at least one history, and one job")
        }
        guard !first.addingReportingOverflow(count).overflow else {
            throw ValidationError("the last seed is at most \(UInt64.max - 1)")
        }
    }

    func run() async throws {
        let seeds = first..<first + count
        var tally = Tally(of: count)
        if trace {
            for seed in seeds { tally.add(RandomHistory(seed: seed).play { print($0) }) }
        } else {
            await play(seeds, into: &tally)
        }
        print("\(count) histories from seed \(first), in \(tally.lost) of them somebody was lost.")
        if tally.lost > 0 { throw ExitCode.failure }
    }

    /// So many at once, each in a task of its own: as one ends the next begins.
    private func play(_ seeds: Range<UInt64>, into tally: inout Tally) async {
        await withTaskGroup(of: RandomHistory.Fault?.self) { group in
            var left = seeds.makeIterator()
            for seed in (0..<jobs).compactMap({ _ in left.next() }) {
                group.addTask { RandomHistory(seed: seed).play() }
            }
            for await fault in group {
                tally.add(fault)
                guard let seed = left.next() else { continue }
                group.addTask { RandomHistory(seed: seed).play() }
            }
        }
    }
}

/// How far it is, told on the way.
private struct Tally {
    private let count: UInt64
    private let begun = ContinuousClock.now
    private var played: UInt64 = 0
    private(set) var lost = 0

    init(of count: UInt64) { self.count = count }

    mutating func add(_ fault: RandomHistory.Fault?) {
        played += 1
        if let fault {
            lost += 1
            print(fault)
            // Whoever reads it from a file need not wait for the end.
            fflush(nil)
        }
        guard played.isMultiple(of: 100) || played == count else { return }
        let seconds = Int((ContinuousClock.now - begun) / .seconds(1))
        let line = "\(played) of \(count) played, \(lost) with a fault, \(seconds) s\n"
        FileHandle.standardError.write(Data(line.utf8))
    }
}
