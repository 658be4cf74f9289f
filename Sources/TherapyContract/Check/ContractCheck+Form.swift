internal import Messages

// Whether each part has its shape.
extension ContractCheck {
    /// What plugins with a key of their own declared, or what authors ask for, and what to do instead.
    private static let refusedFields = [
        "sends": "leave it out: a therapy gives no commands, it declares acts",
        "asks": "leave it out: a therapy asks nobody, it is told what stands under reads",
        "key": "leave it out: a therapy has no key, it declares acts",
        "keys": "leave it out: a therapy has no key, it declares acts",
        "sessions": "declare them under offerings",
        "modules": "declare them in a curriculum",
    ]
    /// Instead of a version that is missing: whoever has a plugin with a key has to begin anew.
    private static let noVersion =
        "write \"contract\": \(PluginContract.current); a therapy has no key, it declares acts:"
        + " `cairn plugin new` begins one"

    mutating func expect(_ form: ContractForm, of value: JSONFragment, at path: [String]) {
        switch (form, value) {
        case (.record(let fields, let choice), .object(let members)):
            expect(fields, in: members, at: path)
            expect(oneOf: choice, in: members, at: path)
        case (.map(let form, let most), .object(let members)):
            if members.count > most {
                add("has \(members.count) entries", "keep \(most)", at: path)
            }
            for name in members.keys.sorted().prefix(most) {
                let way = path + [shown(name)]
                if !ContractForm.isToken(name) { add("is no name", ContractCheck.token, at: way) }
                if let part = members[name] { expect(form, of: part, at: way) }
            }
        case (.list(let form, let least, let most), .array(let values)):
            if values.count < least { add("is empty", "write at least \(least)", at: path) }
            if values.count > most {
                add("has \(values.count) entries", "keep \(most) at most", at: path)
            }
            for (place, part) in values.prefix(most).enumerated() {
                expect(form, of: part, at: path + ["\(place)"])
            }
        case (.names(let form), .object(let members)):
            for (name, part) in members.sorted(by: { $0.key < $1.key }) {
                expect(form, of: part, at: path + [name])
            }
        case (.title, .object(let texts)): expectTitle(texts, at: path)
        default:
            guard let fault = fault(of: value, against: form) else { return }
            add(fault.problem, fault.remedy, at: path)
        }
    }

    private mutating func expect(
        _ fields: [ContractForm.Field], in members: [String: JSONFragment], at path: [String]
    ) {
        for field in fields {
            if let value = members[field.name] {
                expect(field.form, of: value, at: path + [field.name])
            } else if field.isNeeded {
                let isVersion = path.isEmpty && field.name == "contract"
                let remedy = isVersion ? Self.noVersion : "write it: \(lowered(field.meaning))"
                add("is missing", remedy, at: path + [field.name])
            }
        }
        let names = fields.map(\.name)
        for name in members.keys.sorted() where !names.contains(name) {
            let near = NearMiss.of(name, in: names).map { "did you mean \($0)? There are " }
            let refused = path.isEmpty ? Self.refusedFields[name] : nil
            add(
                path.first == "forms"
                    ? "is no field of a form" : "is no field of contract \(PluginContract.current)",
                refused ?? (near ?? "leave it out; there are ") + names.joined(separator: ", "),
                at: path + [shown(name)])
        }
    }

    private mutating func expect(
        oneOf choice: [String], in members: [String: JSONFragment], at path: [String]
    ) {
        guard !choice.isEmpty else { return }
        let isThere = choice.contains { name in
            members[name].map { $0 != .array([]) } ?? false
        }
        if !isThere {
            add(
                "declares nothing", "write at least one of \(choice.joined(separator: ", "))",
                at: path)
        }
    }

    private mutating func expectTitle(_ texts: [String: JSONFragment], at path: [String]) {
        if texts[LocalizedText.fallback] == nil {
            add("is not there in English", "write \"en\"", at: path)
        }
        for language in texts.keys.sorted() {
            let way = path + [shown(language)]
            let isCode =
                (2...3).contains(language.utf8.count)
                && language.utf8.allSatisfy { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
            if !isCode { add("is no language", "write a code such as en or es", at: way) }
            if let text = texts[language] { expect(.text, of: text, at: way) }
        }
    }

    private func fault(of value: JSONFragment, against form: ContractForm) -> (
        problem: String, remedy: String
    )? {
        switch (form, value) {
        case (.text, .string(let text)), (.title, .string(let text)), (.setting, .string(let text)):
            return ContractText.isFit(text) ? nil : textFault(text)
        case (.words, .string(let text)):
            return text.isBlank ? ("says nothing", "write a text") : nil
        case (.token, .string(let text)):
            return ContractForm.isToken(text)
                ? nil : ("is “\(shown(text))”", ContractCheck.token)
        case (.eventName, .string(let text)):
            return EventName(text) != nil
                ? nil
                : ("is “\(shown(text))”", "write an event such as scheduler.attendance.recorded")
        case (.word(let words), .string(let text)):
            return words.contains(text)
                ? nil : ("is “\(shown(text))”", choice(of: text, among: words))
        case (.whole(let range), .integer(let number)):
            return range.contains(Int(clamping: number))
                ? nil : ("is \(number)", remedy(range))
        case (.number, .integer), (.number, .number), (.flag, .bool), (.setting, .integer),
            (.setting, .number), (.setting, .bool), (.form, .object), (.anyText, .string):
            return nil
        default: return ("is of another kind", remedy(form))
        }
    }

    private func textFault(_ text: String) -> (problem: String, remedy: String) {
        if text.unicodeScalars.count > ContractText.limit {
            return ("has more than \(ContractText.limit) characters", "shorten it")
        }
        return text.isBlank
            ? ("says nothing", "write a text")
            : ("holds what steers a terminal or begins another line", "write plain text")
    }

    func choice(of text: String, among words: [String]) -> String {
        let known = words.joined(separator: ", ")
        return NearMiss.of(text, in: words).map { "did you mean \($0)? There are \(known)" }
            ?? "write one of \(known)"
    }

    private static let token =
        "write a name of a-z, 0-9 and dashes, at most \(ContractForm.longestToken) characters"

    private func remedy(_ range: ClosedRange<Int>) -> String {
        range.count == 1
            ? "write \(range.lowerBound)"
            : "write a whole number from \(range.lowerBound) to \(range.upperBound)"
    }

    private func remedy(_ form: ContractForm) -> String {
        switch form {
        case .record(let fields, _):
            "write an object of \(fields.map(\.name).joined(separator: ", "))"
        case .map, .names, .form: "write an object"
        case .list: "write a list, between [ and ]"
        case .text, .words, .anyText: "write a text"
        case .title: "write a text, or one for each language"
        case .token: ContractCheck.token
        case .eventName: "write an event such as scheduler.attendance.recorded"
        case .word(let words): "write one of \(words.joined(separator: ", "))"
        case .whole(let range): remedy(range)
        case .number: "write a number"
        case .flag: "write true or false"
        case .setting: "write a text, a number, true or false"
        }
    }

    /// A sentence as the rest of another one.
    private func lowered(_ sentence: String) -> String {
        let text = sentence.hasSuffix(".") ? String(sentence.dropLast()) : sentence
        return text.prefix(1).lowercased() + text.dropFirst()
    }
}
