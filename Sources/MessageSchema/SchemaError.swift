package import Messages

/// Why no schema could be derived from a type. The name is that of the type.
package enum SchemaError: Remediable, Equatable {
    /// Its values cannot be made up, or its decoding does what is not recorded.
    case unseen(String)
    /// It holds a value of itself that may not be left out.
    case holdsItself(String)
    /// Two types of one document have this name.
    case sameName(String)

    package var advice: Advice {
        switch self {
        case .unseen(let name):
            Advice(
                "The form of \(name) cannot be derived.",
                remedy: "Declare it in Sources/MessageSchema/SchemaForm.swift.")
        case .holdsItself(let name):
            Advice("\(name) holds itself without end.", remedy: "Make that member optional.")
        case .sameName(let name):
            Advice("Two types are called \(name).", remedy: "Rename one of them.")
        }
    }
}
