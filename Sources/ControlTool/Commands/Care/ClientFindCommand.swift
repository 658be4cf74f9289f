internal import ArgumentParser
internal import ClinicClient
internal import Messages

/// Looks a client up by name or contact.
struct ClientFindCommand: Look {
    static let configuration = CommandConfiguration(
        commandName: "find", abstract: "Find a client by name or telephone number.",
        discussion: """
            Only for staff who may know who the clients are, and for a reason, which is recorded; what \
            was looked for is not. To all others it says the same whether there is such a client or \
            not. Without words it asks for them: what is typed then stands in no shell's history. For \
            example:

                cairn client find Cruz --reveal "She is on the phone." --as cm1
            """)

    @OptionGroup var looking: LookOptions

    @Argument(
        help: "Words of the name, or digits of the number; asked for where they are left out.")
    var words: [String] = []

    var scope: String { "client find" }

    mutating func complete() async throws {
        guard looking.revealing.reveal != nil else {
            throw ClientError.usage(
                Advice(
                    "Names are shown for a reason alone.", remedy: "Give `--reveal REASON`."))
        }
        guard words.isEmpty else { return }
        _ = try visitor.person.named(in: visitor.open())
        var typed = await TypedLines()
        words = [try await typed.text("Name or number")]
    }

    func fetch(in opened: OpenedClinic, over session: inout BusSession) async throws
        -> [FoundClient]
    {
        let found = try await session.ask(
            FindClients(text: words.joined(separator: " ")), as: visitor.person.named(in: opened))
        guard !found.isEmpty else {
            throw ClientError.refused(
                Advice(
                    "Nobody is found by that.",
                    remedy: "Try a part of the name, or the end of the number."))
        }
        return found
    }

    func show(_ found: [FoundClient], in sight: Sight, over session: inout BusSession) async throws
        -> Output
    {
        var output = Output.table(
            found.map {
                [
                    $0.client.text, $0.name.printable(upTo: 80),
                    $0.contact.printable(upTo: 80),
                ]
            })
        if found.count == FindClients.most {
            output.notes.append("There may be more: give another word of the name.")
        }
        return output
    }
}
