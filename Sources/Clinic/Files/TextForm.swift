/// The form that a part of a description in YAML must have.
indirect enum TextForm {
    /// Any text but an empty one.
    case text
    /// A whole number.
    case number(ClosedRange<Int>)
    /// One of the words that mean something; any other would be compared in vain.
    case word([String])
    /// A word that may be the clinic's own, but no slip of one that means something.
    case openWord([String], like: String, isFit: @Sendable (String) -> Bool)
    /// A text that must be read as something else, and what somebody probably meant by another.
    case value(
        like: String, near: @Sendable (String) -> String? = { _ in nil },
        isFit: @Sendable (String) -> Bool)
    case list(TextForm)
    case record([Field])
    /// Keys of the clinic's own, each with a part of one form.
    case map(TextForm, like: String, isFit: @Sendable (String) -> Bool)

    /// A key of a record.
    struct Field {
        var name: String
        var form: TextForm
        var isNeeded = true

        init(_ name: String, _ form: TextForm, isNeeded: Bool = true) {
            (self.name, self.form, self.isNeeded) = (name, form, isNeeded)
        }
    }
}
