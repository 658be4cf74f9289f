internal import Messages

/// What a part of `plugin.json` must look like: the check reads a text by it, and the published
/// schema is written of it.
indirect enum ContractForm {
    /// An object of these fields, and no others; of some of them at least one.
    case record([Field], oneOf: [String] = [])
    /// An object whose keys are names of the author's own.
    case map(ContractForm, most: Int)
    case list(ContractForm, least: Int = 0, most: Int)
    /// A text on one line; see ``ContractText``.
    case text
    /// A text, or one for each language, English among them.
    case title
    /// A name: one token of a-z, 0-9 and dashes.
    case token
    /// `owner.entity.fact`.
    case eventName
    case word([String])
    case whole(ClosedRange<Int>)
    case number
    case flag
    /// A text, a number, or true or false.
    case setting
    /// An object whose keys are words of a form's own.
    case names(ContractForm)
    /// A text of any length, as forms have them; it says something.
    case words
    /// A text that may be empty.
    case anyText
    /// A form, which ``instrument`` describes.
    case form

    struct Field {
        var name: String
        var form: ContractForm
        var isNeeded: Bool
        /// For whoever writes one.
        var meaning: String

        init(_ name: String, _ form: ContractForm, isNeeded: Bool = false, _ meaning: String) {
            (self.name, self.form, self.isNeeded, self.meaning) = (name, form, isNeeded, meaning)
        }
    }

    /// The longest name that an author may choose.
    static let longestToken = 64

    static func isToken(_ text: String) -> Bool {
        Identity(text) != nil && text.utf8.count <= longestToken
    }

    static func words<Word: RawRepresentable<String> & CaseIterable>(_: Word.Type) -> ContractForm {
        .word(Word.allCases.map(\.rawValue))
    }
}
