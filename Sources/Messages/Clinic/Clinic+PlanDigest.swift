extension Clinic {
    /// A digest of all that a plan depends on: phases, rooms, staff, groups, closures, policies.
    ///
    /// It tells whether a plan was made by this description; it is no protection against anybody.
    public var planDigest: String {
        var part = self
        part.name = ""
        part.services = []
        part.listen = nil
        part.elsewhere = nil
        part.plugins = nil
        part.therapies = nil
        guard let text = try? JSONText.encode(part) else { return "" }
        var hash = FNV1a()
        hash.add(text)
        return Hexadecimal.text(of: hash.value)
    }
}
