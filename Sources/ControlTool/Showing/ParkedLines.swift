internal import ClinicClient
internal import Messages

/// Parked events as a person sees them: whom they are about only with a reason.
struct ParkedLines {
    /// The clinic's time zone.
    let timeZone: String
    var isRevealing = false
    private var rows: [[String]] = []

    init(timeZone: String, isRevealing: Bool = false) {
        self.timeZone = timeZone
        self.isRevealing = isRevealing
    }

    var isEmpty: Bool { rows.isEmpty }

    /// Adds what one process has parked.
    mutating func add(_ events: [ParkedEvent], of process: Identity) {
        rows += events.map { event in
            let subject = event.subject.map { isRevealing ? $0 : Masking.mask } ?? "whole stream"
            return [
                process.text, event.place.stream.description, "\(event.place.sequence)",
                event.type, event.since.shown(in: timeZone), subject, "\(event.behind)",
                event.waitsFor.map { "It waits for \($0)." } ?? event.reason,
            ]
        }
    }

    /// The table, and what to do.
    var lines: [String] {
        let header = ["PROCESS", "STREAM", "EVENT", "TYPE", "SINCE", "ABOUT", "BEHIND", "REASON"]
        return Columns([header] + rows).lines + [
            "Mend the cause, then: cairn parked retry PROCESS STREAM EVENT --as STAFF"
        ]
    }
}
