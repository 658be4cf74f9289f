/// A struct as its source declares it.
struct Declaration {
    /// `OperatorWished.Wish`: with the structs around it.
    let name: String
    let conformances: [String]
    let file: String
    let line: Int
    var fields: [Field] = []
    /// The literal of `static let type`.
    var type: String?
    /// The fields that `markedOtherwise` names.
    var markedOtherwise: [String] = []
    /// Whether it declares an initialiser of its own.
    var hasInitialiser = false
    /// Whether it says itself whom it is about.
    var hasSubject = false

    /// What kind of message it is; `nil` for a value.
    var kind: Kind? { conformances.lazy.compactMap(Kind.init).first }

    func fault(_ problem: String, remedy: String) -> Fault {
        Fault(file, line, "\(name): \(problem)", remedy: remedy)
    }

    /// A stored property.
    struct Field {
        let name: String
        /// As the source has it: `ClientID?`.
        let type: String
        let isConstant: Bool
        /// What the source gives it: `0`.
        let value: String?
        let line: Int

        /// As in an initialiser that Swift makes itself: what may be absent may be left out, unless
        /// it is written as `Optional<…>`.
        var standard: String? { value ?? (type.hasSuffix("?") && !isConstant ? "nil" : nil) }
        /// The type of what is there, if it is.
        var wrapped: String {
            if type.hasSuffix("?") { return String(type.dropLast()) }
            guard type.hasPrefix("Optional<") else { return type }
            return String(type.dropFirst(9).dropLast())
        }
    }

    /// The kinds of messages, by the protocols that declare them.
    enum Kind: String {
        case event = "Event"
        case command = "Command"
        case query = "Query"
        case pagedQuery = "PagedQuery"
        case peerCommand = "PeerCommand"
        case peerQuery = "PeerQuery"
        case therapyCommand = "TherapyCommand"

        /// The first word of its golden files.
        var folder: String {
            switch self {
            case .event: "event"
            case .command, .peerCommand, .therapyCommand: "command"
            case .query, .pagedQuery, .peerQuery: "query"
            }
        }

        /// What a name has between its owner and its version.
        var words: [String] {
            switch self {
            case .event: ["entity", "fact"]
            case .command, .peerCommand, .therapyCommand: ["verb"]
            case .query, .pagedQuery, .peerQuery: ["name"]
            }
        }

        /// Whether it says whom it is about: a question leaves no trace with its client.
        var hasSubject: Bool { self == .event || self == .command }
    }
}
