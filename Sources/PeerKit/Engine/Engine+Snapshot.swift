internal import HashChain
internal import Journal
internal import Messages

extension Engine {
    /// What is derived from the journal alone, and so may be kept beside it.
    private struct State: Codable {
        var core: Service
        var heads: [EventStream: Cursor]
        var clock: Moment
        var retracted: Set<MessageID>
    }

    /// The state as a snapshot keeps it.
    package func encodedState() throws -> [UInt8] {
        try JSONText.encode(
            State(core: core, heads: heads, clock: clock, retracted: retracted))
    }

    /// Takes a kept state in place of its own. It throws, and changes nothing, if it cannot.
    package mutating func restore(_ state: [UInt8]) throws {
        let kept = try JSONText.decode(State.self, from: state)
        (core, heads, clock, retracted) = (kept.core, kept.heads, kept.clock, kept.retracted)
    }

    /// Takes over what another derived from the journal alone.
    mutating func goOn(from folded: Engine) {
        (core, heads, clock, unfolded) = (folded.core, folded.heads, folded.clock, [])
    }

    /// What is derived from the journal, in a text by which two states can be compared.
    package var stateDigest: String {
        let state = State(core: core, heads: heads, clock: clock, retracted: retracted)
        return HashChain.digest(of: Array(StateText(of: state).description.utf8))
    }
}
