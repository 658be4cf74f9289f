package import Messages

/// How far a therapy can be trusted. Each grade asks for all of the one before it.
package enum Grade: String, CaseIterable, Comparable, Sendable {
    /// It can be run: it starts, answers and stops.
    case bronze
    /// It can be relied on: it comes to the same through crashes and pauses, within its limits.
    case silver
    /// It can be given to people: its forms, words and settings are cared for.
    case gold

    package static func < (left: Grade, right: Grade) -> Bool {
        left.place < right.place
    }

    private var place: Int { Grade.allCases.firstIndex(of: self) ?? 0 }
}

/// What a check found.
package enum CheckVerdict: Equatable, Sendable {
    /// It holds; a word about it where there is one.
    case held(String? = nil)
    /// It does not hold: what was seen, and what to do.
    case broken([Advice])
    /// It could not be tried: why.
    case untried(String)

    package static func broken(_ problem: String, remedy: String) -> CheckVerdict {
        .broken([Advice(problem, remedy: remedy)])
    }
}

/// What all checks found, and the grade that follows.
package struct CheckReport: Sendable {
    /// A check with its verdict.
    package struct Line: Sendable {
        package let name: String
        package let grade: Grade
        package let verdict: CheckVerdict
    }

    package let lines: [Line]

    /// The highest grade of which, and of those below it, nothing is broken or untried.
    package var grade: Grade? {
        let failing = lines.filter { line in
            if case .held = line.verdict { return false }
            return true
        }
        return Grade.allCases.last { grade in failing.allSatisfy { $0.grade > grade } }
    }
}
