public import Messages

/// What a clinic may set for a therapy.
public struct SettingDeclaration: Codable, Hashable, Sendable {
    /// What it holds.
    public var type: Kind
    /// The least number; `nil` for no bound.
    public var least: Double?
    /// The greatest number; `nil` for no bound.
    public var most: Double?
    /// What holds where the clinic sets nothing.
    public var `default`: JSONFragment
    /// Why somebody would set it, or must not.
    public var because: String?

    /// What a setting holds.
    public enum Kind: String, Codable, Hashable, Sendable, CaseIterable {
        /// A text of at most 200 characters on one line.
        case text
        /// A whole number.
        case integer
        /// Any number.
        case number
        /// Yes or no.
        case boolean
    }

    /// Whether a value may stand for it.
    public func takes(_ value: JSONFragment) -> Bool {
        switch (type, value) {
        case (.boolean, .bool): true
        case (.text, .string(let text)): ContractText.isFit(text)
        case (.integer, .integer(let number)), (.number, .integer(let number)):
            isWithin(Double(number))
        case (.number, .number(let number)): isWithin(number)
        default: false
        }
    }

    private func isWithin(_ number: Double) -> Bool {
        least.map { $0 <= number } ?? true && most.map { number <= $0 } ?? true
    }
}

/// What of a form is shown over time.
public struct MeasureDeclaration: Codable, Hashable, Sendable {
    /// Its own name, one token.
    public var name: String
    /// What people call it.
    public var title: LocalizedText
    /// The form that it is of.
    public var form: String
    /// The form's scale.
    public var scale: String
}
