public import Messages

/// Something that a clinic sets and the contract does not take.
public struct SettingFault: Hashable, Sendable {
    /// Its name, as the clinic writes it.
    public let setting: String
    /// What is wrong: the rest of a sentence that begins with the name.
    public let problem: String
    /// What to write instead, in the imperative.
    public let remedy: String
}

/// What a clinic sets for a therapy, where the contract does not take all of it.
public struct SettingFaults: Error, Hashable {
    /// Each of them, by name; at least one.
    public let faults: [SettingFault]
}

extension PluginContract {
    /// The settings that a therapy runs with: what the clinic sets, and for the rest what the contract
    /// says.
    ///
    /// - Parameter given: what the clinic sets by name, as it is written. `100` is a number for a
    ///   setting that takes one, and a text for one that takes texts.
    /// - Throws: ``SettingFaults``, all at once.
    public func settings(
        _ given: [String: String]
    ) throws(SettingFaults) -> [String: JSONFragment] {
        var settings = configuration.mapValues { $0.default }
        var faults: [SettingFault] = []
        for (name, text) in given.sorted(by: { $0.key < $1.key }) {
            guard let declaration = configuration[name] else {
                faults.append(unknown(name))
                continue
            }
            if let value = declaration.value(of: text) {
                settings[name] = value
            } else {
                faults.append(
                    SettingFault(
                        setting: name, problem: "does not fit", remedy: "write \(declaration.words)"
                    ))
            }
        }
        guard faults.isEmpty else { throw SettingFaults(faults: faults) }
        return settings
    }

    private func unknown(_ name: String) -> SettingFault {
        let names = configuration.keys.sorted()
        let question = NearMiss.of(name, in: names).map { "did you mean \($0)? " } ?? ""
        return SettingFault(
            setting: name, problem: "is no setting of \(id)",
            remedy: names.isEmpty
                ? "leave it out: it has none"
                : "\(question)leave it out, or write one of \(names.joined(separator: ", "))")
    }
}

extension SettingDeclaration {
    /// What a text stands for; `nil` for one that the setting does not take.
    func value(of text: String) -> JSONFragment? {
        guard let value = read(text), takes(value) else { return nil }
        return value
    }

    private func read(_ text: String) -> JSONFragment? {
        switch type {
        case .text: return .string(text)
        case .boolean: return text == "true" ? .bool(true) : text == "false" ? .bool(false) : nil
        case .integer: return Int64(text).map(JSONFragment.integer)
        case .number: return Int64(text).map(JSONFragment.integer) ?? Self.number(text)
        }
    }

    /// A number as it is after it was written and read: a whole one has no fraction then.
    private static func number(_ text: String) -> JSONFragment? {
        // `Double` also reads `nan`, `inf` and hexadecimal numbers.
        guard text.utf8.allSatisfy({ "+-.0123456789eE".utf8.contains($0) }),
            let number = Double(text), number.isFinite
        else { return nil }
        return Int64(exactly: number).map(JSONFragment.integer) ?? .number(number)
    }

    /// What it takes, in words: `a whole number from 0 to 599`.
    public var words: String {
        switch type {
        case .text: "a text of at most \(ContractText.limit) characters on one line"
        case .boolean: "true or false"
        case .integer: "a whole number\(bounds)"
        case .number: "a number\(bounds)"
        }
    }

    private var bounds: String {
        switch (least, most) {
        case (let least?, let most?): " from \(Self.shown(least)) to \(Self.shown(most))"
        case (let least?, nil): " of at least \(Self.shown(least))"
        case (nil, let most?): " of at most \(Self.shown(most))"
        case (nil, nil): ""
        }
    }

    private static func shown(_ number: Double) -> String {
        Int64(exactly: number).map(String.init) ?? "\(number)"
    }
}
