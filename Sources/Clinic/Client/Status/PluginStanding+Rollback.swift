package import Messages

extension PluginStanding {
    /// What was rolled back, and what to do; `nil` where nothing was, or its folder holds something
    /// else by now.
    package var rollback: Advice? {
        guard let left, let approved else { return nil }
        let runs = approved.version.printable(upTo: 100)
        return Advice(
            "\(plugin) \(left.content.version.printable(upTo: 100)) was approved, and rolled back to"
                + " \(runs): \(left.reason.words).",
            remedy: remedy(left.reason))
    }

    private func remedy(_ reason: PluginRolledBack.Reason) -> String {
        let enable = "`cairn plugin enable \(plugin) --as STAFF`"
        switch reason {
        case .person: return "\(enable) has it again."
        case .refused:
            return "Install what it needs, bubblewrap or its interpreter, or have an administrator"
                + " allow it by name with --unconfined; then \(enable)."
        case .unfit:
            return "Look at therapies.\(plugin) in clinic.yaml and at plugins/\(plugin); then"
                + " \(enable)."
        default:
            return "See `cairn logs \(plugin)`. A mended content comes with `cairn plugin upgrade"
                + " FOLDER`; \(enable) tries this one again."
        }
    }
}

extension PluginRolledBack.Reason {
    /// Why a content was left, as the end of a sentence.
    fileprivate var words: String {
        switch self {
        case .hostFailed: "its host did not keep running"
        case .programFailed: "its program failed before it was told all"
        case .refused: "its program may not run on this machine"
        case .unfit: "its copy or its settings do not fit"
        case .person: "a person had it so"
        default: rawValue.printable(upTo: 40)
        }
    }
}
