internal import Messages
internal import PluginHostCore
internal import TherapyContract

/// A host's journal as a list, with what is told of it in the order of ``TherapyStep``.
struct FakeJournal: Hashable, Sendable {
    static let attendance = "scheduler.attendance.recorded"
    static let session = "scheduler.session.scheduled"
    static let record = "fake.record.added"

    enum Line: Hashable, Sendable {
        case fact(PluginFact)
        case own(PluginFact, cause: MessageID)
        case reacted(through: MessageID)
        case aside(MessageID)
        case quarantined(String)
    }

    var lines: [Line] = []
    var retracted: Set<MessageID> = []

    static func fact(_ id: String, type: String = attendance, client: String = "c-0001")
        -> PluginFact
    {
        PluginFact(
            id: MessageID(id), type: type, owner: .scheduler, time: Timestamp(milliseconds: 0),
            date: LocalDate(daysSince1970: 0), client: ClientID(client), data: Array("{}".utf8))
    }

    /// What was recorded for the therapy, in order.
    var own: [PluginFact] {
        lines.compactMap { line in
            if case .own(let fact, _) = line, !retracted.contains(fact.id) { fact } else { nil }
        }
    }

    var setAside: [MessageID] {
        lines.compactMap { if case .aside(let fact) = $0 { fact } else { nil } }
    }

    func position(of id: MessageID) -> Int64? {
        lines.firstIndex { line in
            switch line {
            case .fact(let fact), .own(let fact, _): fact.id == id
            default: false
            }
        }.map { Int64($0) + 1 }
    }

    /// What is told behind a place.
    func steps(after place: Int64, limit: Int = .max) -> (steps: [TherapyStep], to: Int64) {
        let through =
            lines.compactMap { line -> Int64? in
                guard case .reacted(let fact) = line else { return nil }
                return position(of: fact)
            }.max() ?? 0
        let aside = Set(setAside)
        let end = min(lines.count, limit == .max ? lines.count : Int(place) + limit)
        var steps: [TherapyStep] = []
        for index in Int(place)..<max(Int(place), end) {
            guard case .fact(let fact) = lines[index] else { continue }
            let position = Int64(index) + 1
            if !aside.contains(fact.id), !retracted.contains(fact.id) {
                steps.append(
                    TherapyStep(position: position, fact: fact, mayReact: position > through))
            }
            for case .own(let event, fact.id) in lines where !retracted.contains(event.id) {
                steps.append(TherapyStep(position: position, fact: event, mayReact: false))
            }
        }
        return (steps, Int64(end))
    }

    /// Records what a driver wants recorded, in one piece.
    mutating func record(_ record: DriverRecord) -> DriverOutcome {
        switch record {
        case .reacted(let fact, let actions):
            var made: [PluginFact] = []
            for (index, action) in actions.enumerated() {
                guard case .record("seen", let client, let data) = action else {
                    return .refused("It is not declared.")
                }
                let text = (try? JSONText.encode(data)) ?? []
                made.append(
                    PluginFact(
                        id: MessageID("own-\(fact)-\(index)"), type: Self.record,
                        owner: "fake", time: Timestamp(milliseconds: 0),
                        date: LocalDate(daysSince1970: 0), client: client, data: text))
            }
            lines += made.map { .own($0, cause: fact) }
            lines.append(.reacted(through: fact))
            return .recorded(made)
        case .setAside(let fact, _): lines.append(.aside(fact))
        case .quarantined(let reason): lines.append(.quarantined(reason))
        }
        return .recorded([])
    }
}
