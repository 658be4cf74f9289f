/// The version of all processes of one build.
package enum CairnVersion {
    package static let text = "0.1.0"
}
