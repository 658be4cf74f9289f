extension [String: String] {
    /// A variable of the environment; one that is set to nothing is not set.
    func setting(_ name: String) -> String? {
        self[name].flatMap { $0.isEmpty ? nil : $0 }
    }
}
