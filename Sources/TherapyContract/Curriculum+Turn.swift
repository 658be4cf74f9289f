public import Messages

extension Curriculum {
    /// A module's turn in a rotation.
    public struct Turn: Hashable, Sendable {
        /// What is taught.
        public var module: CurriculumModule
        /// The Monday on which the turn began.
        public var begins: LocalDate
        /// The week of the turn, the first is 1.
        public var week: Int
    }

    /// The module of a day's week; `nil` without modules.
    ///
    /// A rotation counts its weeks from a Monday that never changes, 5 January 1970: whoever comes
    /// when, all of a clinic's groups are at the same module.
    public func turn(on day: LocalDate) -> Turn? {
        let whole = modules.reduce(0) { $0 + $1.weeks }
        guard whole > 0 else { return nil }
        let monday = day.weekStart
        let weeks = (monday.daysSince1970 - 4) / 7
        var rest = ((weeks % whole) + whole) % whole
        for module in modules {
            if rest < module.weeks {
                return Turn(
                    module: module, begins: monday.advanced(by: -7 * rest), week: rest + 1)
            }
            rest -= module.weeks
        }
        return nil
    }
}
