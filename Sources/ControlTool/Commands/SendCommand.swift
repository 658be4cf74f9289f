internal import ArgumentParser
internal import Foundation
internal import Messages
internal import ServiceKit

/// Gives any command.
struct SendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "send", abstract: "Give a command, in a person's name.",
        discussion: """
            Example: cairn send assessment.acknowledge-alert --as rn1 \
            --body '{"client": "c-0001", "alert": "a-0001", "action": "Called."}'

            `--list` names all commands and who may give them; `--example TYPE` shows a body.
            """)

    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var person: PersonOptions

    @Argument(help: "The command, such as scheduler.plan-week.")
    var type: String?

    @Option(help: "Its body: JSON, @FILE, or - for standard input (default: {}).")
    var body: String?

    @Option(help: "The client, if the body does not say.")
    var client: String?

    @Option(
        name: .customLong("wait"), help: "How long to wait for the answer, in seconds.",
        transform: Reading.seconds)
    var waitSeconds = 10

    @Flag(help: "List all commands.")
    var list = false

    @Option(help: "Show the body of this command by an example.")
    var example: String?

    func run() async throws {
        let terminal = Terminal.standard
        if list { return try Columns(MessageList.commands).lines.forEach(terminal.line) }
        if let example {
            try terminal.line(BodyText.example(of: MessageList.command(example).example))
            return terminal.note(BodyText.aboutExamples)
        }
        guard let type else { throw MessageList.missing("command", tool: "send") }
        let read = try BodyText.read(body ?? "{}")
        let command = try BodyText.command(MessageList.command(type), from: read, client: client)
        let place = try clinic.open()
        let actor = try person.named(in: place)
        let answer = try await place.visit(as: person) { session in
            try await session.give(command, as: actor, within: .seconds(waitSeconds))
        }
        try terminal.line("Accepted: \(answer.events.count) recorded.")
        // What to do now is the answer to the person who acts: it is shown to that person.
        for line in answer.guidance { try terminal.line(terminal.paint(line, .bold)) }
    }
}
