import Messages

/// One random history of a clinic, played and judged step by step. A seed is a history.
package struct RandomHistory: Sendable {
    /// Which history.
    package let seed: UInt64
    /// How many things happen in it.
    package static let steps = 60

    package init(seed: UInt64) { self.seed = seed }

    /// The first moment at which somebody was lost, or at which it could not go on.
    package struct Fault: Sendable, CustomStringConvertible {
        package let seed: UInt64
        /// How many things had happened before.
        package let step: Int
        /// What happened then.
        package let deed: String
        /// What was wrong after it, in words.
        package let lost: [String]

        package var description: String {
            "Seed \(seed), step \(step), after \(deed):\n\(lost.joined(separator: "\n"))\n"
                + "again: deploy/histories --first \(seed) --count 1 --trace"
        }
    }

    /// Plays it until somebody is lost.
    ///
    /// - Parameter told: hears of each step, in a line.
    /// - Returns: `nil` when nobody was lost at any moment.
    package func play(telling told: (String) -> Void = { _ in }) -> Fault? {
        var (step, deed) = (0, "the beginning")
        do {
            var story = try CareStory(seed: seed)
            while step < Self.steps {
                deed = try story.step()
                deed += " (\(story.world.moment.now.local))"
                told("\(step): \(deed)")
                let lost = try story.lost()
                guard lost.isEmpty else {
                    return Fault(seed: seed, step: step, deed: deed, lost: lost)
                }
                step += 1
            }
            guard let back = try story.finish() else { return nil }
            deed = back
            let lost = try story.lost()
            return lost.isEmpty ? nil : Fault(seed: seed, step: step, deed: deed, lost: lost)
        } catch {
            return Fault(
                seed: seed, step: step, deed: deed, lost: ["It could not go on: \(error)"])
        }
    }
}
