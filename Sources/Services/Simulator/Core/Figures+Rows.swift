internal import Messages

extension Figures {
    /// One line for each figure: what it is, and how it stands.
    package var rows: [(String, String)] {
        [("REHEARSAL", "Every client and every answer is made up.")]
            + wayIn + treatment + inTherapies + followUp + safety + machinery
    }

    private var wayIn: [(String, String)] {
        let levels = LevelOfCare.known.map { level in
            (level, placed.values.filter { $0 == level }.count)
        }
        return [
            ("Referred", "\(referred.count)"), ("Declined treatment", "\(declined.count)"),
        ] + levels.filter { $0.1 > 0 }.map { ("Placed in level \($0.0)", "\($0.1)") } + [
            ("Placed otherwise than indicated", "\(overrides)"),
            (
                "Referred to detox, residential or emergency care",
                "\(referredOut.count), of whom \(referredOutReached.count) were followed up"
            ),
            ("Waited for a seat", "\(waited.count), then seated \(seatedAfterWaiting.count)"),
        ]
    }

    private var treatment: [(String, String)] {
        let now = Set(phases.values).sorted().map { phase in
            ("In phase \(phase) now", "\(phases.values.filter { $0 == phase }.count)")
        }
        let ends = EnrollmentOutcome.known.map { ("Stays \($0)", "\(outcomes[$0] ?? 0)") }
        return now + [
            ("Weeks planned", "\(weeksPlanned.count)"), ("Sessions held", "\(sessionsHeld)"),
            ("Hours held", hours(minutesHeld)),
            ("Hours that clients attended", hours(clientMinutes)),
            ("Client-weeks below the phase's hours", "\(conflicts.count)"),
            ("Stepped down", "\(stepsDown)"), ("Stepped up", "\(stepsUp)"),
            (
                "Reviews asked for",
                "\(reviews.asked), of which nobody decided \(reviews.undecided)"
            ),
        ] + ends
    }

    private var inTherapies: [(String, String)] {
        [
            ("Parts of therapies finished", "\(therapies.modules)"),
            (
                "Practice given between sessions",
                "\(therapies.assigned); reported done \(therapies.done), not done "
                    + "\(therapies.notDone)"
            ),
            ("Forms of therapies filled in", "\(therapies.forms)"),
        ]
    }

    private var followUp: [(String, String)] {
        [
            ("In aftercare now", "\(inAftercare)"), ("Aftercare plans signed", "\(plansSigned)"),
            ("Contacts due", "\(contactsDue.count)"), ("Contacts kept", "\(contactsKept.count)"),
            (
                "Contacts missed",
                "\(contactsMissed.count), of which \(contactsFollowedUp.count) were followed up"
            ),
            ("Clients lost, with nothing to come on some day", "\(lost.days.count)"),
            ("Longest gaps between contacts", longestGaps),
            (
                "Contacts that nobody tried for \(Silences.daysAfterPlan) days",
                "\(silences.abandoned.values.reduce(0, +)), clients: \(silences.abandoned.count)"
            ),
        ]
    }

    /// The longest time in which nobody heard of each client, the longest first.
    private var longestGaps: String {
        let clients = Dictionary(grouping: silences.longest, by: \.value)
            .mapValues { $0.map(\.key).sorted().map(\.text).joined(separator: ", ") }
        let gaps = clients.sorted { $1.key < $0.key }.map { "\($0.key) days: \($0.value)" }
        return gaps.isEmpty ? "none" : gaps.joined(separator: "; ")
    }

    private var safety: [(String, String)] {
        let median = medianResponseMinutes.map { "median \($0) min" } ?? "none yet"
        return [
            ("Alerts raised", "\(alertsRaised)"),
            ("Alerts acknowledged", "\(responseMinutes.count) (\(median), \(alertsLate) late)"),
            ("Alerts open", "\(alertsOpen)"),
        ]
    }

    private var machinery: [(String, String)] {
        [
            ("Stopped by an operator", names(stoppedByOperator)),
            ("Services given up", names(givenUp)),
        ]
    }

    private func names(_ processes: Set<Identity>) -> String {
        let names = processes.sorted().map(\.text).joined(separator: ", ")
        return names.isEmpty ? "none" : names
    }

    private func hours(_ minutes: Int) -> String { "\(minutes / 60)" }
}
