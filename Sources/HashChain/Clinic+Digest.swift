package import Messages

extension Clinic {
    /// Tells one description from another: what it says, and not how `clinic.yaml` is laid out.
    package var digest: String {
        // A description came out of a text, so it goes into one.
        let text = (try? JSONText.encode(self)) ?? []
        return String(HashChain.digest(of: text).prefix(12))
    }
}
