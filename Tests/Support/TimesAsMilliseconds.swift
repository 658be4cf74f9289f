public import Messages

// Tests write times as milliseconds: `wall: 1_000`, `now + 50`. Cairn's own code cannot.

extension SteadyInstant: ExpressibleByIntegerLiteral {
    package init(integerLiteral milliseconds: Int64) { self.init(milliseconds: milliseconds) }

    package static func + (instant: Self, milliseconds: Int64) -> Self {
        instant + .milliseconds(milliseconds)
    }

    package static func - (instant: Self, milliseconds: Int64) -> Self {
        instant - .milliseconds(milliseconds)
    }

    package static func += (instant: inout Self, milliseconds: Int64) {
        instant = instant + milliseconds
    }
}

extension Timestamp: ExpressibleByIntegerLiteral {
    public init(integerLiteral milliseconds: Int64) { self.init(milliseconds: milliseconds) }

    package static func + (moment: Self, milliseconds: Int64) -> Self {
        moment + .milliseconds(milliseconds)
    }

    package static func - (moment: Self, milliseconds: Int64) -> Self {
        moment - .milliseconds(milliseconds)
    }

    package static func += (moment: inout Self, milliseconds: Int64) {
        moment = moment + milliseconds
    }
}
