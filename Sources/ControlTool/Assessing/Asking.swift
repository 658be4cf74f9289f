internal import ClinicClient
internal import Messages

/// Goes through questions with a person at a terminal.
struct Asking {
    private(set) var dialogue: QuestionDialogue
    /// Whether the person stopped before the end.
    private(set) var isStopped = false

    init(_ dialogue: QuestionDialogue) { self.dialogue = dialogue }

    /// Asks one question after the other, until all are answered or the person stops.
    mutating func ask(on terminal: Terminal = .standard) async throws {
        var typed = await TypedLines()
        try terminal.line(
            "Type the number or the word; - not asked, refused, back, or stop: what is answered is"
                + " kept, and the same command goes on.")
        while let question = dialogue.next {
            let (number, count) = dialogue.place(of: question)
            try terminal.line("\(number)/\(count)  \(question.text)")
            try terminal.line("     \(question.listed)")
            guard let line = await typed.next(), line.trimmed.lowercased() != "stop" else {
                isStopped = true
                return
            }
            if line.trimmed.lowercased() == "back" {
                dialogue.goBack()
            } else if let why = dialogue.take(line) {
                terminal.note(why)
            }
        }
    }
}
