internal import Bus
internal import Messages

/// Who takes part in a measurement, and what each may do.
enum Participants {
    /// Publishes sessions.
    static let publisher: Identity = .scheduler
    /// Answers the asker's commands.
    static let echo: Identity = "echo"
    static let asker: Identity = "asker"

    /// Readers of sessions, by their number.
    static func reader(_ index: Int) -> Identity { Identity(stringLiteral: "s\(index)") }

    /// Everyone with the permission that a clinic would give, and nothing beyond it.
    ///
    /// - Parameters:
    ///   - readers: how many may read sessions, whether or not they are there.
    ///   - keys: `nil` for a bus without encryption.
    static func accessList(readers: Int, keys: StageKeys?) -> AccessList {
        let sessions = Permission(reads: Set([Grant("scheduler.session")].compactMap(\.self)))
        let asking = Permission(sends: Set([Grant("echo.ping")].compactMap(\.self)))
        let all =
            (0..<readers).map { (reader($0), sessions) }
            + [(publisher, Permission()), (echo, Permission()), (asker, asking)]
        return AccessList(
            peers: all.enumerated().map { slot, one in
                AccessList.Peer(
                    identity: one.0, slot: slot, publicKey: keys?.of(one.0)?.publicKey ?? "",
                    permission: one.1)
            })
    }
}
