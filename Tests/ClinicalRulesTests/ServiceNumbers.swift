import Foundation
import TestKit

/// The numbers that the clinical services and the rule of duties hold themselves, as their source has
/// them: each is a row of `docs/clinical/numbers.md`, or is said to be none of a clinician's.
struct ServiceNumbers {
    /// Where they are looked for.
    private static let places = [
        "Sources/Services/Assessment/Core", "Sources/Services/Scheduler/Core",
        "Sources/Services/PeerGroups/Core", "Sources/Services/Treatment/Core",
        "Sources/Services/Aftercare/Core", "Sources/Messages/Deciding/Duties",
        "Sources/Messages/Deciding/Concerns", "Sources/Messages/Deciding/Consents",
        "Sources/Messages/Vocabulary/Absence.swift", "Sources/Messages/Services/Assessment",
        "Sources/Messages/Services/Scheduler", "Sources/Messages/Services/Aftercare",
        "Sources/Messages/Services/Treatment", "Sources/PluginHost/Core/Ask.swift",
    ]

    /// A row of the page.
    struct Row {
        /// The file and the name in it: `Absence.swift reviewDays`.
        let name: String
        let what: String
        var known = "confirm"
        var source = "Cairn's own"
    }

    /// Each number by its file and name, as it is written.
    private(set) var found: [String: String] = [:]

    init() throws {
        let number = /static let (\w+)(?:: \w+)? =\s+([-\d_.]+|\[[-\d_, ]+\]|\([^()\n]*\d\))\n/
        for place in Self.places {
            for file in try Self.files(in: Golden.root().appending(path: place)) {
                let text = try String(contentsOf: file, encoding: .utf8)
                for match in text.matches(of: number) where match.1 != "foldVersion" {
                    found["\(file.lastPathComponent) \(match.1)"] = String(match.2)
                }
            }
        }
    }

    private static func files(in place: URL) throws -> [URL] {
        guard place.pathExtension != "swift" else { return [place] }
        let all = FileManager.default.enumerator(at: place, includingPropertiesForKeys: nil)
        return (all?.allObjects ?? []).compactMap { $0 as? URL }
            .filter { $0.pathExtension == "swift" }
    }

    /// What the page shows.
    func rows() -> [[String]] {
        Self.clinical.map { row in
            [row.what, Self.said(found[row.name] ?? "?"), row.known, row.source]
        }
    }

    /// `(soon: 1, later: 8)` as `soon 1, later 8`, `-30...90` as `-30 to 90`.
    private static func said(_ text: String) -> String {
        text.trimmingCharacters(in: ["(", ")", "[", "]"]).replacing(":", with: "")
            .replacing("...", with: " to ").replacing("_", with: "")
    }

    /// Limits of a program and not of care: how much is kept, shown or typed.
    static let technical: Set<String> = [
        "AftercareReadiness.swift most", "Agenda+Away.swift furthestDays", "Blocker.swift examples",
        "Call.swift mostMinutes", "Chart+View.swift testsShown", "ConsentBook.swift most",
        "ContinuingCare+Appointments.swift mostDaysAhead", "Diary.swift furthestWeeksAhead",
        "DutyRoster.swift last", "Finding.swift most", "Intake+Consents.swift longestName",
        "Intake+Registering.swift longestName", "SearchText.swift localNumber",
        "StaffDays.swift horizon", "WeekPlanner+Individuals.swift grid",
    ]

    private static let own = "Cairn's own"
    private static let common = "common in programs, not regulatory: from memory"

    static let clinical = [
        Row(
            name: "IntakePart.swift answersWithin",
            what: "staff hours from the referral to the safety questions and forms"),
        Row(name: "IntakePart.swift ratingsWithin", what: "the same to the ratings"),
        Row(name: "IntakePart.swift levelWithin", what: "the same to the recommendation"),
        Row(
            name: "IntakePart.swift confirmationWithin",
            what: "staff hours from the recommendation to its confirmation"),
        Row(
            name: "BegunForms.swift hours",
            what: "hours for which a form that was begun can be gone on with"),
        Row(
            name: "Intake+Waiting.swift reviewedWithin",
            what: "staff hours until somebody looks again at whoever waits for a level of care"),
        Row(
            name: "Intake+Confirming.swift daysOfTransfer",
            what: "days from today in which a transfer from residential care may lie"),
        Row(
            name: "Agenda+Reviewing.swift attendancePercent",
            what: "percent of the group sessions that were attended, for a step down",
            source: common),
        Row(
            name: "Agenda+Reviewing.swift attendanceDays",
            what: "the days over which that attendance is counted", source: common),
        Row(
            name: "Agenda+Reviewing.swift weeksWithoutUse",
            what: "weeks without any use, as forms tell it, for a step down from 2.1",
            source: common),
        Row(
            name: "Intake+Duties.swift mostAlerts",
            what: "open alerts of one person while a colleague who is there has fewer"),
        Row(
            name: "Agenda+Reviewing.swift dangerDays",
            what: "days for which an alert, a worsening or a proposed step up makes a review due"),
        Row(
            name: "Agenda+Reviewing.swift putOffDays",
            what: "days after which a step down that was put off is proposed again"),
        Row(
            name: "Agenda+Duties.swift reviewHours", what: "hours to the review of a danger",
            source: common),
        Row(
            name: "Agenda+Duties.swift stepDownDays",
            what: "days to the decision on a step down"),
        Row(
            name: "Agenda+Away.swift hoursToCover",
            what: "staff hours to cover a session: of today and tomorrow, and a later one"),
        Row(
            name: "Agenda+Changes.swift hoursToTell",
            what: "staff hours to tell whom a change of a session concerns, the same"),
        Row(
            name: "SessionScheduled+Reading.swift individualMinutes",
            what: "minutes of an individual session", known: "memory",
            source: "AHCCCS S9480 asks for at least so many"),
        Row(
            name: "Absence.swift outreachDays",
            what: "session days missed in a row, from which on somebody reaches out", source: common
        ),
        Row(
            name: "Absence.swift reviewDays", what: "days missed that make a review due",
            source: common),
        Row(
            name: "Absence.swift reviewWithinDays", what: "the days within which they count",
            source: common),
        Row(
            name: "Absence.swift unrecordedDays",
            what: "session days in a row without a record, from which on somebody asks"),
        Row(
            name: "Absence.swift unrecordedWithinDays",
            what: "the days back in which sessions without a record are looked for"),
        Row(
            name: "Cadence.swift grid",
            what: "the days after a change by each of which there is a contact", known: "memory",
            source: "7 and 30 are those of FUI and FUA (NCQA): read; 2 and 14 are from memory"),
        Row(
            name: "Cadence.swift daysBetweenLetters",
            what: "days between letters to whoever asked not to be called", known: "read",
            source: "RMC is quarterly; that a letter may take its place is Cairn's own"),
        Row(
            name: "ContinuingCare+Duties.swift urgentHours",
            what: "hours to a contact after a return to use"),
        Row(name: "Call.swift daysBack", what: "days back that a contact may be written down"),
        Row(
            name: "FollowUp.swift days",
            what: "days of a follow-up before it may be complete", known: "memory",
            source: "TMAC's year; programs go on for 1 to 2 years"),
        Row(
            name: "ContinuingCare+Duties.swift daysToSign",
            what: "days to sign the continuing-care plan"),
        Row(
            name: "ContinuingCare+Duties.swift daysToBook",
            what: "days before the end of the last phase by which appointments are booked"),
        Row(
            name: "Appointments.swift needed",
            what: "appointments that are booked before the program ends"),
        Row(
            name: "ContinuingCare+IntakeAppointments.swift hoursToMove",
            what: "staff hours to move an intake that nobody can keep: soon, and later"),
        Row(name: "TreatmentTerms.swift daysToSignPlan", what: "days to sign the treatment plan"),
        Row(
            name: "TreatmentTerms.swift daysToSignChange",
            what: "days to sign one that was written anew"),
        Row(
            name: "TreatmentTerms.swift daysBetweenReviews", what: "days between reviews of it",
            known: "memory", source: "30 is typical"),
        Row(
            name: "TreatmentTerms.swift daysAhead",
            what: "days ahead in which a review of the plan, or a refill, becomes a duty"),
        Row(
            name: "TreatmentTerms.swift mostDaysOfSupply",
            what: "the most days for which a supply is dispensed, against slips"),
        Row(
            name: "TreatmentTerms.swift daysToRecordCollection",
            what: "days after which a urine test of which nobody said anything has lapsed"),
        Row(name: "TreatmentTerms.swift daysToResult", what: "days to the first result of one"),
        Row(
            name: "TreatmentTerms.swift daysToConfirm",
            what: "days to the laboratory's word on an unexpected one"),
        Row(
            name: "TreatmentTerms.swift staffHoursToJudge",
            what: "staff hours to talk a test over with the client"),
        Row(
            name: "TreatmentTerms.swift daysExplainedAfterStop",
            what: "days for which a medication explains a finding after it was stopped"),
        Row(
            name: "TreatmentTerms.swift daysCertified", what: "days that a certification covers",
            known: "memory", source: "CMS, since 2024: each 60 days for Medicare"),
        Row(
            name: "TreatmentTerms.swift daysToCertify", what: "days to the first certification"),
        Row(
            name: "TreatmentTerms.swift daysToRecertify",
            what: "days before its last day on which the next one becomes a duty"),
        Row(
            name: "TreatmentTerms.swift daysCertifiedAhead",
            what: "the most days from today to the first day of one"),
        Row(
            name: "DutyNeed.swift nextPersonStaffHours",
            what: "staff hours of whoever gets a duty of a day after the first"),
        Row(
            name: "StaffHours.swift mostDays",
            what: "the most days that a deadline in staff hours is away"),
        Row(
            name: "NextSteps.swift mostDays",
            what: "days within which each client has a next step, unless a cadence says more"),
        Row(
            name: "Ask.swift proposalStaffHours",
            what: "staff hours to look at what a therapy proposes"),
    ]
}
