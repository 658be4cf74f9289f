internal import ArgumentParser
internal import ClinicClient
internal import Messages

/// A client as a person types one: `c-0001`, `c1` or `1`.
///
/// It is read when the command runs, and not by the parser of arguments: that one repeats what it
/// cannot read, and this may be a name.
struct ClientWord: ExpressibleByArgument {
    private let typed: String

    init(argument: String) { typed = argument }

    /// The id that is meant; what cannot be one is refused, and not repeated.
    func id() throws(ClientError) -> ClientID {
        guard let id = ClientID(typed: typed) else { throw ClientWord.fault }
        return id
    }

    private static let fault = ClientError.usage(
        Advice(
            "That is no client's id.",
            remedy: "An id looks like c-0001; c1 and 1 mean the same. `cairn client find` looks a"
                + " name up."))

    /// What the help says of it.
    static let help: ArgumentHelp = "The client: c-0001, c1 or 1."
}
