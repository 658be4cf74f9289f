import Foundation
import Messages
import TestKit
import Testing

@testable import Histories

@Suite("What an end ends")
struct CareEndsTests {
    /// Facts of one client in order, an hour apart.
    private struct Course {
        private(set) var ends = CareEnds()
        private var count = 0

        @discardableResult
        mutating func tell(_ event: any Event, by owner: Identity = .assessment) -> MessageID {
            count += 1
            let id = MessageID("m-\(count)")
            ends.apply(
                Fact(
                    id: id, owner: owner, event: event,
                    time: Timestamp(milliseconds: 0).advanced(byHours: count)))
            return id
        }

        mutating func enroll() {
            tell(
                ClientRegistered(
                    client: "c-1", ages: .adult, language: "en", commitments: [], owner: "t01"))
            tell(
                EnrollmentOpened(
                    client: "c-1", enrollment: "e-1", phase: "p1", level: .intensiveOutpatient,
                    ages: .adult, clinician: "t01"), by: .scheduler)
        }

        mutating func leave(_ outcome: EnrollmentOutcome) {
            tell(
                EnrollmentClosed(client: "c-1", enrollment: "e-1", outcome: outcome, reason: "r"),
                by: .scheduler)
            tell(EpisodeClosed(client: "c-1", reason: "r"))
        }

        @discardableResult
        mutating func end(_ ending: FollowUpEnding) -> MessageID {
            tell(
                FollowUpClosed(client: "c-1", ending: ending, reason: "Told.", signer: "t01"),
                by: .aftercare)
        }

        /// Whether what a therapy asked so many hours after the first may still be open.
        func mayBeAsked(atHour hour: Int) throws -> Bool {
            var opened = try DutyOpened.example
            (opened.client, opened.kind) = ("c-1", .flag)
            opened.since = Timestamp(milliseconds: 0).advanced(byHours: hour)
            var book = DutyBook()
            book.apply(opened)
            return book.open.values.allSatisfy { ends.fault(of: $0) == nil }
        }

        /// The kinds of duties that may be open.
        func allowed() throws -> Set<DutyKind> {
            var opened = try DutyOpened.example
            opened.client = "c-1"
            return Set(
                DutyKind.known.filter { kind in
                    opened.kind = kind
                    var book = DutyBook()
                    book.apply(opened)
                    return book.open.values.allSatisfy { ends.fault(of: $0) == nil }
                })
        }
    }

    private static let always: Set<DutyKind> = [
        .acknowledgeAlert, .answerQuestion, .closeConcern, .recordAttendance, .coverSession,
        .reviewOverrides, .flag,
    ]
    private static let inTouch: Set<DutyKind> = always.union([
        .contact, .followReferral, .screenAgain,
    ])

    @Test("Each kind of duty says how far it reaches, and each reach has one")
    func reach() {
        #expect(Set(DutyKind.known.compactMap(Reach.init)) == Set(Reach.allCases))
        #expect(DutyKind.known.allSatisfy { Reach(of: $0) != nil })
        #expect(Reach(of: "unheard-of") == nil)
    }

    @Test("The table of docs/clinical/duties.md has each kind where it reaches to")
    func table() throws {
        let path = Golden.root().appending(path: "docs/clinical/duties.md")
        let page = try String(contentsOf: path, encoding: .utf8)
        let part = try #require(page.components(separatedBy: "## What an end ends").last)
        let rows = part.components(separatedBy: "\n## ")[0].components(separatedBy: "\n")
            .filter { $0.hasPrefix("| ") }.dropFirst(2)
        let reaches: [Reach] = [
            .whatever, .contact, .episode, .form, .stay, .asked, .plan, .care,
        ]
        try #require(rows.count == reaches.count && Set(reaches) == Set(Reach.allCases))
        var told: [DutyKind: [Reach]] = [:]
        for (row, reach) in zip(rows, reaches) {
            for word in row.matches(of: /`([a-z-]+)`/) {
                told[DutyKind(rawValue: String(word.1)), default: []].append(reach)
            }
        }
        // A change of a session is of nobody, or of a client who had to leave it.
        #expect(told.removeValue(forKey: .tellChange) == [.whatever, .stay])
        let expected = DutyKind.known.filter { $0 != .tellChange }.map { kind in
            (kind, [Reach(of: kind)].compactMap(\.self))
        }
        #expect(told == Dictionary(uniqueKeysWithValues: expected))
    }

    @Test("Of whoever is gone there stay dangers and sessions, and nothing else")
    func gone() throws {
        for ending in FollowUpEnding.known where ending != .doNotCall {
            var course = Course()
            course.enroll()
            #expect(try course.allowed() == Set(DutyKind.known))
            course.leave(.discharged)
            let end = course.end(ending)
            #expect(try course.allowed() == Self.always, "\(ending)")
            // The end was entered in error: all counts as if it had never been told.
            course.tell(
                EnteredInError(
                    event: end, type: "t", client: "c-1", reason: "Another client's."),
                by: .aftercare)
            #expect(try course.allowed() == Self.inTouch, "\(ending)")
        }
    }

    @Test("Whoever declined, was discharged or completed is kept in touch with, each as it ended")
    func over() throws {
        var declined = Course()
        declined.enroll()
        declined.tell(TreatmentDeclined(client: "c-1", reason: "Not now."))
        declined.leave(.discharged)
        #expect(try declined.allowed() == Self.inTouch)
        // An answer that asks for a form is answered by one.
        declined.tell(
            QuestionnaireSubmitted(
                client: "c-1", submission: "q-1", instrument: "phq-9", answers: [:]))
        #expect(try declined.allowed() == Self.inTouch.union([.fillForm]))
        var completed = Course()
        completed.enroll()
        completed.leave(.completed)
        #expect(try completed.allowed() == Self.inTouch.union([.fillForm, .signPlan]))
        completed.end(.doNotCall)
        #expect(try completed.allowed() == Self.inTouch.union([.fillForm, .signPlan]))
    }

    @Test("What a therapy asked ends with the stay or the contact, and what it asks later does not")
    func asked() throws {
        var course = Course()
        course.enroll()
        #expect(try course.mayBeAsked(atHour: 2))
        course.leave(.completed)
        #expect(try !course.mayBeAsked(atHour: 2) && course.mayBeAsked(atHour: 4))
        course.end(.moved)
        #expect(try !course.mayBeAsked(atHour: 4) && course.mayBeAsked(atHour: 6))
    }

    @Test("Whoever comes back opens the door, and a call of before the end does not")
    func back() throws {
        func call(hoursAgo: Int) -> ContactKept {
            ContactKept(
                client: "c-1", contact: "k-1", summary: "Called.", direction: .incoming,
                happened: Timestamp(milliseconds: 0).advanced(byHours: 6 - hoursAgo))
        }
        for (isLate, expected) in [(true, Self.always), (false, Self.inTouch)] {
            var course = Course()
            course.enroll()
            course.leave(.discharged)
            course.end(.died)
            course.tell(call(hoursAgo: isLate ? 3 : 0), by: .aftercare)
            #expect(try course.allowed() == expected)
        }
        var assessed = Course()
        assessed.enroll()
        assessed.leave(.discharged)
        assessed.end(.moved)
        assessed.tell(ReassessmentOpened(client: "c-1", reason: "Booked."))
        #expect(try assessed.allowed().isSuperset(of: [.rate, .fillForm, .contact]))
        #expect(try !assessed.allowed().contains(.signTreatmentPlan))
    }
}
