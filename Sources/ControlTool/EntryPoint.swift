internal import ArgumentParser
internal import ClinicClient
internal import Glibc
internal import Messages
internal import Platform
internal import Synchronization

/// `cairn`: sets up, runs, watches, asks and commands a clinic.
@main
enum EntryPoint {
    static func main() async {
        // A reader that went away is no fault: the command ends quietly.
        StandardStreams.secure()
        let arguments = Array(CommandLine.arguments.dropFirst())
        // The parser shows its first page to whoever asks for help with a command that is none.
        if arguments.first == "help", let advice = CommandNames.misspelt(in: arguments) {
            Terminal.standard.complain(advice)
            exit(ExitReason.usage.code)
        }
        do {
            var command = try CairnCommand.parseAsRoot(arguments)
            if var waiting = command as? any AsyncParsableCommand {
                try await waiting.run()
            } else {
                try command.run()
            }
            if Terminal.hasLostNotes.load(ordering: .relaxed) { exit(ExitReason.wrong.code) }
        } catch {
            exit(ending(of: error, arguments: arguments))
        }
    }

    /// Says why the command ended, and with which code it does.
    private static func ending(of error: any Error, arguments: [String]) -> Int32 {
        switch error {
        case is OutputGone: return ExitReason.done.code
        case let error as any Remediable:
            Terminal.standard.complain(error.advice)
            return ExitReason(of: error).code
        default: return parserEnding(of: error, arguments: arguments)
        }
    }

    /// What the parser of arguments has to say: its help to output, what is wrong to errors.
    ///
    /// It is printed here and not by the parser, which takes no notice of a write that fails.
    private static func parserEnding(of error: any Error, arguments: [String]) -> Int32 {
        let code = CairnCommand.exitCode(for: error).rawValue
        if code == ExitReason.usage.code, let advice = CommandNames.misspelt(in: arguments) {
            Terminal.standard.complain(advice)
            return code
        }
        let text = CairnCommand.fullMessage(for: error)
        guard !text.isEmpty else { return code }
        guard code == ExitReason.done.code else {
            Terminal.standard.note(text)
            return code
        }
        do { try Terminal.standard.line(text) } catch {
            return ending(of: error, arguments: arguments)
        }
        return code
    }
}
