internal import Messages
internal import PluginHost
internal import TherapyContract
internal import TherapyTools

/// What `plugin check --json` prints. The keys are stable: docs/plugins/authoring.md names them.
struct CheckPage: Encodable {
    /// The therapy's id; absent where its contract does not fit.
    let plugin: Identity?
    let version: String?
    /// Whether its program was shut in as in a clinic; a contract alone has none to be.
    let confined: Bool
    /// `bronze`, `silver` or `gold`; absent for none of them.
    let grade: String?
    /// The grade that was asked for.
    let wanted: String
    let checks: [Check]

    /// One check.
    struct Check: Encodable {
        let name: String
        let grade: String
        /// `holds`, `broken` or `untried`.
        let verdict: String
        /// A word about it: what was measured, or why it was not tried.
        let note: String?
        /// What does not hold.
        let faults: [Advice]
    }

    init(_ report: CheckReport, of contract: PluginContract?, asksFor wanted: Grade) {
        plugin = contract?.id
        version = contract?.version
        confined = PluginReading.confinement.isConfined
        grade = report.grade?.rawValue
        self.wanted = wanted.rawValue
        checks = report.lines.map { line in
            let (verdict, note, faults): (String, String?, [Advice]) =
                switch line.verdict {
                case .held(let word): ("holds", word, [])
                case .untried(let reason): ("untried", reason, [])
                case .broken(let faults): ("broken", nil, faults)
                }
            return Check(
                name: line.name, grade: line.grade.rawValue, verdict: verdict, note: note,
                faults: faults)
        }
    }
}
