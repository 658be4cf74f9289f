internal import ArgumentParser
internal import ClinicClient
internal import Foundation
internal import Messages

/// Gives any command.
struct SendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "send", abstract: "Give a command, in a person's name.",
        discussion: """
            For example:

                cairn send assessment.acknowledge-alert --as rn1 --body \
            '{"client": "c-0001", "alert": "a-0001", "action": "Called."}'

            `--list` names all commands and who may give them; `--example TYPE` shows a body.
            """)

    @OptionGroup var visitor: VisitOptions

    @Argument(help: "The command, such as scheduler.plan-week.")
    var type: String?

    @Option(help: "Its body: JSON, @FILE, or - for standard input (default: {}).")
    var body: String?

    @Option(help: "The client, if the body does not say: c-0001, c1 or 1.")
    var client: ClientWord?

    @Option(
        name: .customLong("wait"),
        help: ArgumentHelp(
            "How long to wait for the answer, in seconds (default: 10).", valueName: "seconds"),
        transform: ArgumentParsing.seconds)
    var waitSeconds = 10

    @Flag(help: "List all commands.")
    var list = false

    @Option(help: "Show the body of this command by an example.")
    var example: String?

    func run() async throws {
        if list { return try Output.table(MessageList.commands).show() }
        if let example, let (type, _) = MessageList.therapyCommand(example) {
            return try BodyText.show(type.example)
        }
        if let example { return try BodyText.show(MessageList.command(example).example) }
        guard let type else { throw MessageList.missing("command", tool: "send") }
        let read = try BodyText.read(body ?? "{}")
        if let (kind, therapy) = MessageList.therapyCommand(type) {
            let command = try BodyText.command(
                kind, to: therapy, from: read, client: client?.id().text)
            let opened = try visitor.open()
            let actor = try visitor.person.named(in: opened)
            return try show(
                try await opened.visit(as: visitor.person) { session in
                    try await session.send(command, to: therapy, as: actor)
                })
        }
        let command = try BodyText.command(
            MessageList.command(type), from: read, client: client?.id().text)
        let opened = try visitor.open()
        let actor = try visitor.person.named(in: opened)
        let answer = try await opened.visit(as: visitor.person) { session in
            try await session.send(command, as: actor, within: .seconds(waitSeconds))
        }
        try show(answer)
    }

    /// What to do now is the answer to the person who acts: it is shown to that person.
    private func show(_ answer: Answer) throws {
        try Output(
            [Output.Line("Accepted: \(answer.events.count) recorded.")]
                + answer.guidance.map { Output.Line($0, .bold) }
        ).show()
    }
}
