internal import ArgumentParser
internal import Glibc
internal import Messages

/// `cairn`: sets up, runs, watches, asks and commands a clinic.
@main
enum EntryPoint {
    static func main() async {
        // A reader that went away is no fault: the write says so, and the command ends quietly.
        signal(SIGPIPE, SIG_IGN)
        do {
            var command = try CairnCommand.parseAsRoot()
            if var waiting = command as? any AsyncParsableCommand {
                try await waiting.run()
            } else {
                try command.run()
            }
        } catch is OutputGone {
            exit(Ending.done.rawValue)
        } catch let error as any Remediable {
            Terminal.standard.complain(error.advice)
            exit(Ending(of: error).rawValue)
        } catch {
            CairnCommand.exit(withError: error)
        }
    }
}
