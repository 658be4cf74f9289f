/// What is shipped gives no promise up: a peer can be made without one, and only proofs make one so.
enum PromiseRule {
    /// What takes a promise away, or makes one build another than the next.
    static let weakening = [
        "promises =", "promises.remove", "promises.subtract", "PeerPromises(", "#if DEBUG",
    ]

    static func faults(in file: SourceFile) -> [String] {
        guard ["Sources/", "Plugins/"].contains(where: file.path.hasPrefix),
            !file.path.hasSuffix("/PeerPromises.swift")
        else { return [] }
        return file.code.compactMap { number, line in
            guard weakening.contains(where: line.contains) else { return nil }
            return "\(file.path):\(number) gives a promise up"
        }
    }
}
