internal import ClinicClient
internal import Messages

/// A plugin, as `plugin list --json` and `plugin show --json` have it. The keys are stable:
/// docs/plugins/admission.md names them.
struct PluginEntry: Encodable {
    let plugin: Identity
    /// A word of ``PluginStanding/State``; `unknown` where the clinic is not up.
    let state: String
    let approved: PluginContent?
    let waiting: PluginContent?
    /// The content that it can go back to; absent where none is kept.
    let previous: PluginContent?
    /// The content in its folder that was approved and left, and the word for why.
    let rolledBackFrom: PluginContent?
    let rolledBackBecause: String?
    let mayRunUnconfined: Bool
    let program: TherapyStatus?
    let problem: String?
    let remedy: String?

    init(_ standing: PluginStanding) {
        plugin = standing.plugin
        state = standing.state.rawValue
        (approved, waiting) = (standing.approved, standing.waiting)
        previous = standing.previous
        (rolledBackFrom, rolledBackBecause) = (
            standing.left?.content, standing.left?.reason.rawValue
        )
        mayRunUnconfined = standing.mayRunUnconfined
        program = standing.program
        (problem, remedy) = (standing.advice?.problem, standing.advice?.remedy)
    }
}

/// What `plugin list --json` prints.
struct PluginListing: Encodable {
    let plugins: [PluginEntry]
    /// The folders that are left out, and why.
    let leftOut: [Advice]
}

/// What `plugin show --json` prints.
struct PluginPage: Encodable {
    /// How it stands; absent where the clinic is not up, or its supervisor has not looked at it yet.
    let standing: PluginEntry?
    let version: String
    /// The hash of what its folder holds.
    let hash: String
    /// The hash of what is approved; absent for none.
    let approvedHash: String?
    /// What its contract declares, in words.
    let declares: [String]
    /// Its `plugin.json`.
    let contract: JSONFragment
}
