internal import Foundation

/// All inputs of one target: what fails is made smaller, kept and told; the rest goes on.
struct Campaign {
    /// Failures after which a target is given up.
    private static let failureLimit = 10
    /// Smaller inputs that are tried for one failure.
    private static let reductionLimit = 200

    let kind: TargetKind
    let attempts: Attempts

    /// - Returns: how many failed.
    func run(inputs: Int) throws -> Int {
        var next = 0
        var failures = 0
        while next < inputs, failures < Self.failureLimit {
            switch try attempts.run(kind, next..<inputs) {
            case .done(let found):
                for failure in found { try tell(failure) }
                failures += found.count
                next = inputs
            case .crashed(let failure):
                try tell(failure)
                failures += 1
                next = failure.number.map { $0 + 1 } ?? inputs
            }
        }
        return failures
    }

    private func tell(_ failure: Attempts.Failure) throws {
        guard let number = failure.number else {
            return print("\(kind.rawValue): \(failure.reason)")
        }
        let target = try kind.make()
        var smallest = Worker.input(number, of: target, seed: attempts.seed)
        var reason = failure.reason
        if let again = try attempts.fails(kind, smallest) {
            (smallest, reason) = try reduced(smallest, failing: again)
        }
        let file = "\(attempts.folder)/\(kind.rawValue)-\(attempts.seed)-\(number)"
        try smallest.write(to: file)
        print(
            """
            \(kind.rawValue), input \(number) of seed \(attempts.seed): \(reason)
                \(smallest.byteCount) bytes are left of it in \(file); again:
                cairn-fuzz try --target \(kind.rawValue) --input \(file)
                cairn-fuzz try --target \(kind.rawValue) --seed \(attempts.seed) --from \(number)
            """)
    }

    /// Takes away what the failure does not need, as long as it stays the same.
    private func reduced(_ input: FuzzInput, failing reason: String) throws -> (FuzzInput, String) {
        var smallest = input
        var tries = 0
        var isShrinking = true
        while isShrinking, tries < Self.reductionLimit {
            isShrinking = false
            for smaller in smallest.reductions.prefix(Self.reductionLimit - tries) {
                tries += 1
                guard try attempts.fails(kind, smaller) == reason else { continue }
                smallest = smaller
                isShrinking = true
                break
            }
        }
        return (smallest, reason)
    }
}
