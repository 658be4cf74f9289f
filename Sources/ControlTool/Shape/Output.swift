internal import ArgumentParser
internal import ClinicClient
internal import Messages

/// What a command found, and how it ends.
struct Output {
    /// A line, and how it is meant.
    struct Line: Hashable {
        var text: String
        var colour: Terminal.Colour?

        init(_ text: String, _ colour: Terminal.Colour? = nil) {
            self.text = text
            self.colour = colour
        }

        init(_ line: StatusReport.Line) {
            text = line.text
            colour = line.tone.map { tone in
                switch tone {
                case .bold: .bold
                case .faint: .faint
                case .bad: .bad
                case .good: .good
                case .warning: .warning
                }
            }
        }
    }

    /// The result.
    var lines: [Line]
    /// What a person should know beside it.
    var notes: [String]
    /// What is wrong although there is a result, or instead of one.
    var failure: (any Remediable)?
    /// How the command ends.
    var ending: ExitReason

    init(_ lines: [Line] = [], notes: [String?] = [], ending: ExitReason = .done) {
        self.lines = lines
        self.notes = notes.compactMap(\.self)
        self.ending = ending
    }

    init(_ line: String, notes: [String?] = [], ending: ExitReason = .done) {
        self.init([Line(line)], notes: notes, ending: ending)
    }

    /// - Parameter lines: each is one line, whatever somebody wrote into it.
    init(_ lines: [String], notes: [String?] = [], ending: ExitReason = .done) {
        self.init(lines.map { Line($0.inOneLine) }, notes: notes, ending: ending)
    }

    /// Rows in columns.
    static func table(_ rows: [[String]]) -> Output { Output(Columns(rows).lines) }

    /// The same, and then a failure, as which the command ends.
    func failing(_ failure: (any Remediable)?) -> Output {
        guard let failure else { return self }
        var output = self
        (output.failure, output.ending) = (failure, ExitReason(of: failure))
        return output
    }

    /// The same, with a failure that helps in this folder.
    func read(in opened: OpenedClinic) -> Output { failing(failure.map(opened.readHere)) }

    /// Shows it, and ends the command if it does not end well.
    func show(on terminal: Terminal = .standard) throws {
        let written: Result<Void, any Error> = Result {
            for line in lines {
                try terminal.line(line.colour.map { terminal.paint(line.text, $0) } ?? line.text)
            }
        }
        notes.forEach(terminal.note)
        guard ending != .done else { return try written.get() }
        // What was found counts for whoever called, also where nobody could read it.
        if case .failure(let error as ClientError) = written { terminal.complain(error.advice) }
        if let failure { terminal.complain(failure.advice) }
        throw ArgumentParser.ExitCode(ending.code)
    }
}
