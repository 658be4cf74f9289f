internal import ArgumentParser
internal import Foundation

/// Feeds what is malformed to everything that reads what others wrote.
@main
struct FuzzCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cairn-fuzz",
        abstract: "Feeds malformed input to all that reads what others wrote.",
        discussion: """
            Each input follows from the seed, the target and its number, and is tried in a child \
            process, so that one that ends the process is known. What fails is made smaller, kept \
            in a file, and printed with the command that tries it again. Use deploy/fuzz, which \
            builds it with address sanitizer.
            """,
        subcommands: [CampaignCommand.self, TryCommand.self],
        defaultSubcommand: CampaignCommand.self)
}

/// Tries many inputs on each target.
struct CampaignCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "campaign", abstract: "Try many inputs (the default).")

    @Option(help: "How many inputs, over all targets; each takes its share.")
    var inputs = 100_000

    @Option(help: "Where the inputs come from: a seed always makes the same ones.")
    var seed: UInt64 = 1

    @Option(help: "Only these targets, by name; may be repeated.")
    var target: [String] = []

    @Option(help: "Seconds after which one input is taken to hang.")
    var patience = 20

    @Option(help: "Where failing inputs are kept.")
    var keep = FileManager.default.temporaryDirectory.path + "/cairn-fuzz"

    func validate() throws {
        for name in target where !TargetKind.allCases.contains(where: { $0.rawValue == name }) {
            let names = TargetKind.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("there is no target \(name); there are: \(names)")
        }
    }

    func run() throws {
        let chosen = TargetKind.allCases.filter { target.isEmpty || target.contains($0.rawValue) }
        let shares = chosen.reduce(0) { $0 + $1.share }
        let attempts = Attempts(folder: keep, seed: seed, patience: .seconds(patience))
        var failures = 0
        var tried = 0
        for kind in chosen {
            let count = max(1, inputs * kind.share / shares)
            let start = ContinuousClock.now
            let found = try Campaign(kind: kind, attempts: attempts).run(inputs: count)
            let seconds = max(1, Int((ContinuousClock.now - start) / .seconds(1)))
            print("\(kind.rawValue): \(count) inputs, \(found) failures, \(seconds) s")
            fflush(nil)
            failures += found
            tried += count
        }
        print("\(tried) inputs of seed \(seed), \(failures) failures")
        guard failures == 0 else { throw ExitCode(1) }
    }
}

/// Tries inputs in this process: whatever ends it, ends it.
struct TryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "try", abstract: "Try inputs of one target in this process.")

    @Option(help: "The target.")
    var target: String

    @Option(help: "A file with one input, as a failure leaves it.")
    var input: String?

    @Option(help: "Where the inputs come from.")
    var seed: UInt64 = 1

    @Option(help: "The number of the first input.")
    var from = 0

    @Option(help: "How many inputs.")
    var inputs = 1

    @Option(help: "A file that always holds the number of the input that is tried.")
    var progress: String?

    func run() throws {
        guard let kind = TargetKind(rawValue: target) else {
            throw ValidationError("there is no target \(target)")
        }
        var worker = try Worker(kind: kind, seed: seed)
        if let input {
            try worker.tryOne(FuzzInput(file: input))
        } else {
            try worker.tryMany(from..<(from + inputs), progress: progress)
        }
    }
}
