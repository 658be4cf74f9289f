internal import Weakening

extension Simulation {
    /// The least of a failing plan that still fails: nothing of it can be left out alone.
    ///
    /// Delta debugging (Zeller & Hildebrandt 2002): halves, then quarters, and so on, are left out.
    package func shrink(_ plan: Plan) throws -> Plan {
        var numbers = plan.items.map(\.number)
        var parts = 2
        while numbers.count > 1 {
            let size = max(1, numbers.count / parts)
            var isSmaller = false
            for start in stride(from: 0, to: numbers.count, by: size) {
                var rest = numbers
                rest.removeSubrange(start..<min(start + size, numbers.count))
                guard try !run(plan.keeping(Set(rest))).faults.isEmpty else { continue }
                numbers = rest
                isSmaller = true
                break
            }
            if isSmaller {
                parts = max(2, parts - 1)
            } else if size == 1 {
                break
            } else {
                parts = min(parts * 2, numbers.count)
            }
        }
        return plan.keeping(Set(numbers))
    }

    /// What a failing seed says of itself: how to replay it, and the least that fails.
    package func report(_ outcome: Outcome) throws -> String {
        let least = try shrink(plan)
        let kept = least.items.map { "\($0.number)" }.joined(separator: ",")
        let weak = weaknesses.map(\.rawValue).sorted().joined(separator: ",")
        let options = weak.isEmpty ? "" : " --without \(weak)"
        return """
            seed \(seed): \(outcome.faults.joined(separator: "; "))
              replay: deploy/simulate --seeds \(seed)..<\(seed + 1)\(options) --trace
              least:  deploy/simulate --seeds \(seed)..<\(seed + 1)\(options) --keep \(kept) --trace
            \(least.items.map { "    \($0)" }.joined(separator: "\n"))
              then:   \(try run(least).faults.joined(separator: "; "))
            """
    }
}
