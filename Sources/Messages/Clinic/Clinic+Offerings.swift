extension Clinic.Room {
    /// What of some features the room has not, in their order.
    package func lacks(_ features: [String]?) -> [String] {
        (features ?? []).filter { !(self.features ?? []).contains($0) }
    }
}

extension Clinic.Staff {
    /// Whether the person may lead what asks for a role; anyone where it asks for none.
    package func mayLead(_ credential: Role?) -> Bool { credential.map(roles.contains) ?? true }
}
