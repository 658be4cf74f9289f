/// What a clinic's folder is for, fixed when it is made: a rehearsal, or people's treatment.
package struct ClinicMode: Codable, Hashable, Sendable {
    /// The clinic's token in `source`: the folder's name when it was made.
    package var clinic: String
    /// Whether clients are people or invented.
    package var kind: Kind
    /// Where a rehearsal's clock starts; a live clinic's clock is the world's.
    package var startsAt: Moment
    /// The seed of a rehearsal's chance.
    package var seed: UInt64
    /// New clients a week that a rehearsal's simulator refers; its usual number where none is said.
    package var referralsPerWeek: Int?

    /// The most referrals a week that are played: many times a large clinic's.
    package static let mostReferrals = 1_000

    package init(
        clinic: String, kind: Kind, startsAt: Moment, seed: UInt64, referralsPerWeek: Int? = nil
    ) {
        self.clinic = clinic
        self.kind = kind
        self.startsAt = startsAt
        self.seed = seed
        self.referralsPerWeek = referralsPerWeek
    }

    /// Whether clients are people or invented.
    package enum Kind: String, Codable, Sendable { case rehearsal, live }

    /// Whether clients are invented, and time is what the clock strikes.
    package var isRehearsal: Bool { kind == .rehearsal }
}
