package import Messages

extension ConcernPolicy {
    /// The danger signs of intake answers, each judged by itself, beside what was answered before.
    ///
    /// A number that is neither yes nor no counts as a yes. A danger question that was put down as
    /// unanswered, and behind which danger may hide, is a task for today.
    package func dangerSigns(
        in answers: [String: ItemAnswer], beside known: Evidence
    ) -> [DangerSign] {
        let all = known.intake.mapValues(\.answer).merging(answers) { $1 }
        let asked = questions.filter { !Set($0.questions).isDisjoint(with: answers.keys) }
        let found = asked.filter { question in
            question.questions.allSatisfy { (all[$0]?.given ?? 0) != 0 }
        }
        let open = asked.filter { question in
            !question.questions.contains { all[$0]?.given == 0 }
        }.flatMap(\.questions).filter { key in answers[key].map { $0.given == nil } ?? false }
        let signs = found.map { question in
            DangerSign(
                kind: question.kind, urgency: question.urgency, guidance: question.guidance,
                questions: question.questions)
        }
        guard !open.isEmpty else { return signs }
        let names = open.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        return signs + [.open("Intake: ask \(names.joined(separator: ", ")) again today.")]
    }
}
