package import Messages

/// Whose journal a file is. Fixed in the file when it is made: opening it as another is an error.
package struct JournalIdentity: Hashable, Sendable {
    /// The clinic's name.
    package var clinic: String
    /// `rehearsal` or `live`.
    package var kind: String
    /// The service or plugin whose events it holds.
    package var identity: Identity

    package init(clinic: String, kind: String, identity: Identity) {
        self.clinic = clinic
        self.kind = kind
        self.identity = identity
    }
}
