package import Messages

extension BusSession {
    /// Refuses what the hub would drop without a word: what a person may do is known here too.
    ///
    /// - Throws: ``ClientError``, which names the person's roles and those that may.
    package func requireGrant(of topic: Topic, type: String) throws {
        let address = topic.address
        guard let permission, !permission.allows(publishing: address, by: identity) else { return }
        let isCommand = if case .command = address { true } else { false }
        throw refusal(of: type, isCommand: isCommand) {
            $0.allows(publishing: address, by: identity)
        }
    }

    /// Whether the hub delivers a stream's events to this person.
    package func maySee(_ stream: EventStream) -> Bool {
        permission?.allows(reading: .event(stream), by: identity) ?? true
    }

    /// Says that a stream may not be seen, and who may see it.
    package func refusal(of stream: EventStream) -> ClientError {
        refusal(of: "\(stream)", isCommand: false) {
            $0.allows(reading: .event(stream), by: identity)
        }
    }

    /// - Parameter isGranted: whether somebody with a permission may.
    private func refusal(
        of what: String, isCommand: Bool, isGranted: (Permission) -> Bool
    ) -> ClientError {
        let fitting = Role.known.filter {
            isGranted(MessageCatalog.permission(of: [$0], isRehearsal: true))
        }
        let who = roles.isEmpty ? identity.text : roles.map(\.rawValue).joined(separator: ", ")
        let names = fitting.map(\.rawValue).joined(separator: ", ")
        return .refused(
            Advice(
                "\(who) may not \(isCommand ? "give" : "see") \(what.withoutVersion).",
                remedy: fitting.isEmpty
                    ? "No role may: it names clients, or is for the clinic's own processes."
                    : "Let somebody do it who is: \(names). `cairn keys list` shows who may what."))
    }
}

extension String {
    /// A message's type as people type it: `scheduler.week` of `scheduler.week.v1`.
    package var withoutVersion: String {
        guard let dot = lastIndex(of: "."), self[dot...].dropFirst().first == "v" else {
            return self
        }
        let version = self[dot...].dropFirst(2)
        return version.allSatisfy(\.isNumber) && !version.isEmpty ? String(self[..<dot]) : self
    }
}
