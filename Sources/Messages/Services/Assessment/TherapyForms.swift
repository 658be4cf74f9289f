/// The forms that approved therapies have, also those of therapies that are disabled or gone by now.
///
/// Who shows a form, or its scores, takes it from here: nobody opens a plugin's folder for it.
public struct TherapyForms: PagedQuery {
    public typealias Item = TherapyFormLine
    public static let type = "assessment.therapy-forms.v1"
    public static let dataClass: DataClass = .operational
    public static let markedOtherwise: [String: Mark] = ["after": .open, "limit": .open]

    /// The place of the last line that the asker has.
    public var after: String?
    /// The most lines that the asker wants.
    public var limit: Int?
}

/// A form of a therapy.
public struct TherapyFormLine: Hashable, Sendable, Codable {
    /// What a submission names it by: the therapy's id, a dot, and the form's own id.
    public var instrument: String
    /// The therapy.
    public var therapy: Identity
    /// Whether the therapy is approved now and has it: what is not in use is due to nobody.
    public var isInUse: Bool
    /// The form, as docs/clinical/instrument.schema.json describes it, with ``instrument`` as its id.
    public var form: JSONFragment
    /// What the therapy calls its scales, by the scale's id.
    public var measures: [String: String]
}

extension TherapyFormLine: PageItem {
    /// One form, one line.
    public var place: String { instrument }
}
