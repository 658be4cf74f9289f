/// The version of all processes of one build.
package enum CairnVersion {
    /// As `--version`, heartbeats and the changelog have it.
    package static let text = "0.1.0"
}
