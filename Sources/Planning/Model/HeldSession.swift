/// A session that a clinic's programme fixes: the engine may fill it or not even that.
package struct HeldSession: Hashable, Sendable, Codable {
    /// How much of it the engine may choose.
    package enum Freedom: String, Hashable, Sendable, Codable, CaseIterable {
        /// Its time, leader and clients are as given.
        case fixed
        /// Its time and leader are as given; the engine seats clients.
        case fixedTime = "fixed_time"
    }

    package var template: String
    package var block: String
    package var clinician: String
    package var freedom: Freedom
    /// Who sits in it whatever the plan: all of a fixed session, and the first of another.
    package var clients: [String]

    package var key: SessionKey {
        SessionKey(template: template, block: block, clinician: clinician)
    }
}

/// A rule of a state or a payer on the size of groups. Where several hold, the tightest does.
package struct RulePack: Hashable, Sendable, Codable {
    package var id: String
    /// Where the rule stands, such as a regulation's number.
    package var source: String
    /// Therapy types that it is about; empty for all.
    package var therapyTypes: [String]
    package var minSize: Int?
    package var maxSize: Int?
}
