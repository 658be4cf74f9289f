/// A client finished a module of a curriculum.
public struct ModuleCompleted: Event, AboutClient {
    public static let type = "*.progress.module-completed.v1"

    public var client: ClientID
    /// The module's name in the plugin's manifest.
    public var module: String
    /// The session in which it was finished; `nil` if it was outside of one.
    public var session: SessionID?
}

/// A client was given something to practise until a day.
public struct PracticeAssigned: Event, AboutClient {
    public static let type = "*.practice.assigned.v1"

    public var client: ClientID
    /// The practice's name in the plugin's manifest.
    public var practice: String
    /// The last day for it.
    public var due: LocalDate
}

/// A client said how the practice went.
public struct PracticeReported: Event, AboutClient {
    public static let type = "*.practice.reported.v1"

    public var client: ClientID
    /// The practice's name in the plugin's manifest.
    public var practice: String
    /// Whether the client did it.
    public var isDone: Bool
}
