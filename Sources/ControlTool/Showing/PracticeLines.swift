internal import ClinicClient
internal import Messages

/// What clients practise between sessions, in words.
struct PracticeLines {
    private let lines: [PracticeLine]
    private let today: LocalDate

    /// - Parameter today: the clinic's day.
    init(_ lines: [PracticeLine], on today: LocalDate) { (self.lines, self.today) = (lines, today) }

    /// One for each practice, as the ledger orders them: what is due soonest first.
    var said: [String] {
        lines.map { line in
            let name =
                line.title.map { "\(line.practice) (\($0.printable(upTo: 60)))" } ?? line.practice
            let due = line.due.map { ", due \($0)" } ?? ""
            return "\(line.therapy) \(name)\(due): \(word(of: line))"
        }
    }

    private func word(of line: PracticeLine) -> String {
        switch line.isDone {
        case true?: "done"
        case false?: "not done"
        case nil: line.due.map { $0 < today } ?? false ? "no word, and it was due" : "no word yet"
        }
    }

    /// The practice that is due in a week, in a line; nothing where none is.
    func title(ofWeek week: LocalDate) -> String? {
        let due = lines.filter { line in
            line.due.map { (week..<week.advanced(by: 7)).contains($0) } ?? false
        }
        guard !due.isEmpty else { return nil }
        let done = due.count { $0.isDone == true }
        let missed = due.count { $0.isDone == false }
        return "Practice due this week: \(due.count), \(done) done, \(missed) not done,"
            + " \(due.count - done - missed) without a word"
    }
}
