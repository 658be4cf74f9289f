internal import Messages

/// Who a synthetic client is: a function of the seed and the client's name alone.
///
/// Profiles are dealt in hands of sixteen, each hand in an order of the seed, so that every seed
/// has its share of rare courses, and none depends on luck to show them.
struct Profile: Equatable, Sendable {
    /// The substance that brings the client here; it decides which forms are asked.
    enum Substance: String, CaseIterable, Sendable { case alcohol, opioid, stimulant }
    /// What the first assessment is going to find.
    enum Need: Sendable {
        case intensive, outpatient, withdrawal, residential, emergency, nothingNow
    }
    /// How treatment goes.
    enum Course: Sendable {
        /// Use falls to none within weeks.
        case steady
        /// The same over two months.
        case slow
        /// Returns to use after the first step down.
        case lapses
        /// Stays away in the third week, and comes back once someone has called.
        case pauses
        /// Stays away from the third week on, and nobody reaches the client.
        case vanishes
    }
    /// How the first forms are filled in.
    enum Candour: Sendable { case open, partial, refusesSafetyItem, thoughtsOfDeath }
    /// Whether work stands in the way of a phase 1 group.
    enum Collision: Sendable { case none, oneGroup, everyGroup }

    let substance: Substance
    let need: Need
    let course: Course
    let candour: Candour
    let collision: Collision
    /// The clinician places the client in more care than the ratings ask for.
    let isOverridden: Bool

    init(of client: ClientID, chance: Chance) {
        let name = client.text
        let ordinal = Profile.ordinal(of: client)
        let hand = ordinal.map { ($0 - 1) / Profile.handSize }
        let card =
            ordinal.map { ($0 - 1) % Profile.handSize }
            ?? chance.whole(0...(Profile.handSize - 1), "card", name)
        let order = chance.order(of: Profile.handSize, "hand", "\(hand ?? 0)")
        let isOddHand = (hand ?? 0) % 2 == 1
        substance = chance.pick(from: Substance.allCases, "substance", name) ?? .alcohol
        var need = Need.intensive
        var course = chance.happens(0.25, "slow", name) ? Course.slow : .steady
        var candour = Candour.open
        var collision = Collision.none
        var isOverridden = false
        switch order[card] {
        case 0: need = .withdrawal
        case 1: need = .residential
        case 2: need = .outpatient
        case 3 where !isOddHand: need = .nothingNow
        case 4, 13: course = .lapses
        case 5: course = .pauses
        case 6: course = .vanishes
        case 7, 12: candour = .thoughtsOfDeath
        case 8 where !isOddHand: need = .emergency
        case 8, 15: candour = .partial
        case 9: candour = .refusesSafetyItem
        case 10: isOverridden = true
        case 14: collision = hand == 1 ? .everyGroup : .oneGroup
        default: break
        }
        self.need = need
        self.course = course
        self.candour = candour
        self.collision = collision
        self.isOverridden = isOverridden
    }

    private static let handSize = 16

    /// Which of the simulator's own clients it is, from 1; `nil` for one that a person registered.
    static func ordinal(of client: ClientID) -> Int? {
        guard client.text.hasPrefix("c-") else { return nil }
        let digits = client.text.dropFirst(2)
        guard digits.count >= 4, let ordinal = Int(digits), ordinal > 0 else { return nil }
        return ordinal
    }

    /// The name of the simulator's n-th client.
    static func name(_ ordinal: Int) -> ClientID { ClientID("c-\(padded(ordinal))") }

    /// Four digits or more.
    static func padded(_ ordinal: Int) -> String {
        let digits = String(ordinal)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
