internal import Foundation
internal import Glibc
internal import Journal
internal import JournalSQLite
internal import Messages

/// One client's entries out of a large ledger, beside as many entries that follow each other.
enum TimelineReading {
    static let subject = "one client's entries"

    /// Entries of each client.
    private static let share = 250

    static func run(_ plan: Plan) throws -> [Row] {
        try Stage.with { stage in
            let journal = try SQLiteJournal.open(
                folder: stage.folder,
                identity: JournalIdentity(clinic: "stage", kind: "rehearsal", identity: .ledger),
                key: .random())
            defer { journal.close() }
            try fill(journal, events: plan.events)
            let clients = plan.events / share
            let times = try interleaved([true, false], rounds: plan.rounds) { isTimeline in
                try processorTime {
                    let found =
                        isTimeline
                        ? try journal.entries(
                            naming: "c-\(clients / 2)", after: 0, limit: share)
                        : try journal.entriesBeside(
                            after: Int64(plan.events / 2), limit: share)
                    guard found.count == share else {
                        throw BenchmarkError("\(found.count) entries were found")
                    }
                }
            }
            return [
                Row(
                    what: subject, setting: "\(share) of \(plan.events)",
                    ours: "\(Figure.plain(Spread(times[0]).median)) ms of processor time",
                    against: "by position \(Figure.plain(Spread(times[1]).median)) ms",
                    ratio: Spread.ratio(times[0], times[1]), goal: .atMost(10))
            ]
        }
    }

    private static func fill(_ journal: any JournalStore, events: Int) throws {
        guard let stream = EventStream(owner: .assessment, entity: "client") else { return }
        let clients = events / share
        let example = try ClientRegistered.example
        for start in stride(from: 0, to: events, by: 1_000) {
            try journal.commit(
                (start..<min(start + 1_000, events)).map { number in
                    let client = ClientID("c-\(number % clients)")
                    var attributes = Attributes(
                        id: MessageID("m-\(number)"), source: "/stage/assessment",
                        type: ClientRegistered.type(by: .assessment),
                        time: Timestamp(milliseconds: Int64(number)))
                    attributes.subject = client.text
                    attributes.dataclassification = .clinical
                    attributes.sequence = Int64(number) + 1
                    attributes.prevhash = String(repeating: "0", count: 64)
                    var event = example
                    event.client = client
                    return Effects(
                        noted: try Envelope(
                            topic: .event(stream),
                            attributes: attributes, data: JSONText.encode(event)))
                })
        }
    }

    /// What some work costs this process, in milliseconds.
    private static func processorTime(_ work: () throws -> Void) throws -> Double {
        let start = used()
        try work()
        return used() - start
    }

    private static func used() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) / 1e6
    }
}
