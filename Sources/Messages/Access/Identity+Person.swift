extension Identity {
    private static let personPrefix = "cli-"

    /// A member of the staff at the command line: `cli-t01`.
    package init?(person: StaffID) { self.init(Identity.personPrefix + person.text) }

    /// Whether it is a person's name at the command line.
    package var isPerson: Bool { text.hasPrefix(Identity.personPrefix) }

    /// Whether a plugin may not have this name: it is a service's, a tool's or a person's.
    package var isReserved: Bool {
        MessageCatalog.permission(of: self) != nil || isPerson || ["access", "any"].contains(self)
    }
}
