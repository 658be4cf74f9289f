import PluginKit

/// Cognitive behavioural therapy: a module for each session that a client attends, and something to
/// practise until the next, by the contract's own rule.
@main
struct CBT: Therapy {}
