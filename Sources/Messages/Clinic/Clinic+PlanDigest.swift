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
        guard let text = try? JSONText.encode(part) else { return "" }
        // FNV-1a (Fowler, Noll & Vo), 64 bits: the same on every machine and in every process.
        let hash = text.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { hash, byte in
            (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
        }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
