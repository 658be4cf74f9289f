/// What a value is, in a text that is the same in every process.
///
/// It tells all that is stored, also what is private. Sets and dictionaries come in the order of
/// their members' own texts: their own order is another one in each process, and may be another
/// one in two that are equal.
package struct StateText: CustomStringConvertible {
    package let description: String

    package init(of value: Any) {
        var text = ""
        Self.write(value, into: &text)
        description = text
    }

    private static func write(_ value: Any, into text: inout String) {
        if let string = value as? String { return text.append(string.debugDescription) }
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .set?, .dictionary?:
            let members = mirror.children.map { StateText(of: $0.value).description }
            text.append("{\(members.sorted().joined(separator: ","))}")
        case .optional? where mirror.children.isEmpty: text.append("nil")
        case .optional?:
            for child in mirror.children { write(child.value, into: &text) }
        case nil where mirror.children.isEmpty: text.append("\(value)")
        case .enum? where mirror.children.isEmpty: text.append("\(value)")
        default:
            text.append("(")
            for child in mirror.children {
                if let label = child.label { text.append("\(label):") }
                write(child.value, into: &text)
                text.append(",")
            }
            text.append(")")
        }
    }
}
