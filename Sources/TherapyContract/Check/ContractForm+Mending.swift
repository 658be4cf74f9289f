internal import Messages

extension ContractForm {
    /// A value with what does not fit taken out, and what is missing filled in: whoever looks for
    /// further faults by it sees the rest as it is.
    func mended(_ value: JSONFragment) -> JSONFragment {
        switch (self, value) {
        case (.record(let fields, _), .object(let members)):
            var mended: [String: JSONFragment] = [:]
            for field in fields {
                if let member = members[field.name], field.isNeeded || field.form.takes(member) {
                    mended[field.name] = field.form.mended(member)
                } else if field.isNeeded {
                    mended[field.name] = field.form.filling
                }
            }
            return .object(mended)
        case (.names(let form), .object(let members)), (.map(let form, _), .object(let members)):
            return .object(members.mapValues(form.mended))
        case (.list(let form, let least, _), .array(let values)):
            let mended = values.map(form.mended)
            let missing = max(0, least - values.count)
            return .array(mended + Array(repeating: form.filling, count: missing))
        default: return takes(value) ? value : filling
        }
    }

    /// Whether a value is of its kind: a whole that holds faulty parts is.
    private func takes(_ value: JSONFragment) -> Bool {
        switch (self, value) {
        case (.record, .object), (.names, .object), (.map, .object), (.list, .array),
            (.form, .object), (.number, .integer), (.number, .number), (.flag, .bool),
            (.title, .object), (.anyText, .string), (.setting, .integer), (.setting, .number),
            (.setting, .bool), (.setting, .string):
            true
        case (.words, .string(let text)), (.text, .string(let text)), (.title, .string(let text)):
            !text.isBlank
        case (.token, .string(let text)): ContractForm.isToken(text)
        case (.eventName, .string(let text)): EventName(text) != nil
        case (.word(let words), .string(let text)): words.contains(text)
        case (.whole(let range), .integer(let number)): range.contains(Int(clamping: number))
        default: false
        }
    }

    /// The least that fits.
    private var filling: JSONFragment {
        switch self {
        case .record(let fields, _):
            .object(
                Dictionary(
                    uniqueKeysWithValues: fields.filter(\.isNeeded).map {
                        ($0.name, $0.form.filling)
                    }))
        case .names, .map, .form: .object([:])
        case .list(let form, let least, _):
            .array(Array(repeating: form.filling, count: least))
        case .words, .text, .title, .setting, .anyText: .string("?")
        case .token: .string("x")
        case .eventName: .string("x.x.x")
        case .word(let words): .string(words.first ?? "")
        case .whole(let range): .integer(Int64(range.lowerBound))
        case .number: .integer(0)
        case .flag: .bool(false)
        }
    }
}
