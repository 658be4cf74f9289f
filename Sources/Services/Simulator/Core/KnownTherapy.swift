internal import Messages
internal import TherapyContract

/// What people know of a therapy, and of what its clients have to do for it.
struct KnownTherapy: Equatable, Sendable, Codable {
    /// What was approved; `nil` where it is not, or not any more.
    var contract: PluginContract?
    /// What each client was given to practise and has not done, with the day by which.
    var practice: [ClientID: [String: LocalDate]] = [:]
    /// What was recorded last of each client's, by field and by fact.
    var records: [ClientID: Records] = [:]

    /// What was recorded last of a client.
    struct Records: Equatable, Sendable, Codable {
        var fields: [String: JSONFragment] = [:]
        /// When each fact was recorded last.
        var times: [String: Timestamp] = [:]
    }

    /// Days after which a practice that was not done is asked about again.
    private static let daysToAskAgain = 7

    mutating func fold(_ fact: Fact) {
        switch fact.event {
        case let event as PracticeAssigned:
            // Given again before anybody asked, it is asked about on the first of its days.
            let asked = practice[event.client]?[event.practice] ?? event.due
            practice[event.client, default: [:]][event.practice] = min(asked, event.due)
        case let event as PracticeReported:
            let later = practice[event.client]?[event.practice]
                .map { $0.advanced(by: KnownTherapy.daysToAskAgain) }
            practice[event.client]?[event.practice] = event.isDone ? nil : later
            if practice[event.client]?.isEmpty ?? false { practice[event.client] = nil }
        case let event as RecordAdded:
            guard let client = event.client else { return }
            records[client, default: Records()].fields.merge(event.data) { $1 }
            records[client, default: Records()].times[event.name] = fact.time
        default: break
        }
    }

    /// A stay has ended: nothing is to be practised any more.
    mutating func endPractice(of client: ClientID) { practice[client] = nil }

    /// The declared command by which staff do what a duty of that name asks for; `nil` where its
    /// name says nothing about one.
    func command(for duty: OpenDuty) -> CommandDeclaration? {
        contract?.commands.first { $0.name == duty.about }
    }

    /// Whether staff have recorded of a client what a command records, since a moment.
    func isRecorded(_ command: CommandDeclaration, of client: ClientID, since time: Timestamp)
        -> Bool
    {
        records[client]?.times[command.records].map { time <= $0 } ?? false
    }

    /// What staff write into a fact: what the therapy said of the client in a field of the same name,
    /// and otherwise something that fits.
    func data(for command: CommandDeclaration, of client: ClientID, on today: LocalDate)
        -> [String: JSONFragment]
    {
        let fields = contract?.fact(command.records)?.fields ?? [:]
        return fields.filter { !$0.value.optional }.reduce(into: [:]) { data, field in
            data[field.key] =
                records[client]?.fields[field.key] ?? field.value.sample(on: today)
        }
    }
}

extension FactField {
    /// A value that fits.
    fileprivate func sample(on today: LocalDate) -> JSONFragment {
        let value: JSONFragment =
            switch type {
            case .text: .string("Rehearsal: talked it over.")
            case .integer: .integer(Int64(within(15)))
            case .number: .number(within(1.5))
            case .boolean: .bool(true)
            // What is agreed is agreed for some weeks.
            case .date: .string(today.advanced(by: 28).description)
            case .identifier: .string("rehearsal")
            }
        return list ? .array([value]) : value
    }

    private func within(_ value: Double) -> Double {
        max(least ?? value, min(most ?? value, value))
    }
}
