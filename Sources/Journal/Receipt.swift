package import Messages

/// The answer that a command was given, kept so that a repeat gets the same one.
package struct Receipt: Hashable, Sendable {
    /// Who gave the command.
    package var asker: Identity
    /// The command's id, chosen by the asker.
    package var message: MessageID
    /// The answer's body, as it was sent.
    package var answer: [UInt8]
    /// When it may be forgotten, by the time that the journal's process has run: no asker asks any
    /// more.
    package var expires: RunningTime

    package init(asker: Identity, message: MessageID, answer: [UInt8], expires: RunningTime) {
        self.asker = asker
        self.message = message
        self.answer = answer
        self.expires = expires
    }

    /// How long a command is repeated at most: its deadline is a day away or less.
    package static let longestWait: Duration = .hours(24)
    /// How long an answer is kept beyond that.
    package static let reserve: Duration = .hours(48)

    /// How long an answer is kept.
    ///
    /// A day is counted until the deadline even where the clock here shows less: it may be wrong,
    /// and the asker's right.
    package static func lifetime(until deadline: Timestamp?, at now: Timestamp)
        -> Duration
    {
        max((deadline ?? now) - now, longestWait) + reserve
    }
}
