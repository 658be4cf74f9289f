import Foundation

/// Guarantees can be switched off in debug builds alone: whatever grants that stands under
/// `#if DEBUG`, and whatever uses it asks `lacks`.
enum WeaknessRule {
    /// What reads the set of weaknesses, or makes one from text.
    static let granting = ["contains(guarantee)", "Weakness(rawValue:"]
    /// What would go round `lacks`.
    static let evading = ["weaknesses.contains", "weaknesses.isEmpty", "weaknesses =="]

    static func faults(in file: SourceFile) -> [String] {
        guard file.path.hasPrefix("Sources/") else { return [] }
        var isDebug = false
        return file.lines.compactMap { number, line in
            let word = line.trimmingCharacters(in: .whitespaces)
            if word.hasPrefix("#if") { isDebug = word == "#if DEBUG" }
            if word.hasPrefix("#else") || word.hasPrefix("#endif") { isDebug = false }
            if !isDebug, granting.contains(where: line.contains) {
                return "\(file.path):\(number) weakens release builds"
            }
            // Saying so in the log is no evasion.
            let isWarning = line.contains("Weakening.warning")
            if !isWarning, evading.contains(where: line.contains) {
                return "\(file.path):\(number) does not ask lacks(_:)"
            }
            return nil
        }
    }
}
