import PluginKit

/// A medication for opioid or alcohol use disorder that a client takes, as Treatment tells of it.
struct Prescription: Codable, Sendable {
    /// What it is for.
    let purpose: MedicationPurpose
    /// Whether one dose lasts for weeks.
    let isLongActing: Bool
    /// The day of the last dose that is known; of a long-acting one.
    private(set) var last: LocalDate
    /// The day on which the supply runs out, or the next long-acting dose is due; `nil` if Treatment
    /// has none.
    private(set) var refill: LocalDate?

    /// `nil` for a medication of another purpose: this therapy is not about it.
    init?(_ event: MedicationStarted) {
        guard [.opioidUse, .alcoholUse].contains(event.purpose) else { return nil }
        purpose = event.purpose
        isLongActing = Self.isLongActing("\(event.name) \(event.dose ?? "")")
        (last, refill) = (event.since, event.refill)
    }

    /// A refill was recorded.
    mutating func refill(on day: LocalDate) { refill = day }

    /// A long-acting dose was given.
    mutating func give(on day: LocalDate) { (last, refill) = (day, nil) }

    /// Days without a supply, with one day for each that began; 0 while it lasts.
    func daysWithout(on day: LocalDate) -> Int {
        guard !isLongActing, let refill else { return 0 }
        return max(0, refill.days(until: day))
    }

    /// When the next long-acting dose is due.
    func due(each days: Int) -> LocalDate { refill ?? last.advanced(by: days) }

    /// What tells of a long-acting form. Names of products in the United States, from memory.
    private static let words = [
        "injection", "depot", "monthly", "extended", "implant", "xr", "vivitrol", "sublocade",
        "brixadi", "probuphine",
    ]

    private static func isLongActing(_ text: String) -> Bool {
        let parts = text.lowercased().split { !$0.isLetter }
        return words.contains { word in parts.contains { $0.hasPrefix(word) } }
    }
}
