package import Messages

/// A stream that is not read any further, where it stopped, and why.
package struct StreamStop: Remediable, Equatable {
    /// The stream that stands still.
    package let stream: EventStream
    /// The first event that does not fit.
    package let sequence: Int64
    /// What does not fit.
    package let reason: Reason

    /// A short stable word for counters and logs.
    package enum Reason: String, Sendable {
        /// An event follows another one than the reader has.
        case forked = "journal-forked"
        /// The owner no longer has what the reader has taken in.
        case regressed = "journal-regressed"
        /// The reader can set no more events aside.
        case parkedFull = "parked-full"
    }

    package init(stream: EventStream, sequence: Int64, reason: Reason) {
        self.stream = stream
        self.sequence = sequence
        self.reason = reason
    }

    package var advice: Advice {
        switch reason {
        case .forked:
            Advice(
                "\(stream) has two histories: event \(sequence) follows another one than ours.",
                remedy:
                    "Compare the journals of \(stream.owner) and the ledger; restore the owner's"
                    + " journal, then restart this reader.")
        case .regressed:
            Advice(
                "\(stream) lost events: its owner has no event \(sequence) as we took it in.",
                remedy:
                    "Restore \(stream.owner)'s journal with its tail from the ledger, then restart"
                    + " this reader.")
        case .parkedFull:
            Advice(
                "\(stream) is not read on: event \(sequence) would have to be parked, and too many"
                    + " are.",
                remedy: "See the log for the first parked event; mend its cause, then restart.")
        }
    }
}
