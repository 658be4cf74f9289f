/// What was answered of a form that somebody began within the last day and did not end; `null` where
/// there is none.
public struct BegunForm: Query {
    public typealias View = BegunAnswers?
    public static let type = "assessment.begun-form.v1"
    public static let roles: Set<Role>? = .care
    public static let markedOtherwise: [String: Mark] = ["instrument": .open]

    public var client: ClientID
    /// Which form it is, such as `phq-9`; `intake` for the intake questions.
    public var instrument: String

    /// For how long a form can be gone on with. A rule of this program: what was asked yesterday is
    /// about other days.
    package static let hours = 24
    /// What the intake questions are called where a form is named.
    package static let intake = "intake"
}

/// The answers of a form that is not whole.
public struct BegunAnswers: Hashable, Sendable, Codable {
    /// By item; what has neither value nor reason was not come to.
    public var answers: [String: ItemAnswer]
    /// When they were handed in.
    public var at: Timestamp
}
