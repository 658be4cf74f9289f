import AftercareCore
import AssessmentCore
import Journal
import JournalDoubles
import Messages
import PeerGroupsCore
import SchedulerCore
import SimulatorCore
import SupervisorCore
import TestKit
import Testing
import TreatmentCore

@testable import ClinicFiles
@testable import PeerBench

/// The clinics under deploy/examples, each with the referrals that fill it.
@Suite("The example clinics")
struct ExampleClinicsTests {
    /// So many days of an example, and how many are in treatment then at least.
    struct Play: Sendable {
        var size: String
        var referrals: Int
        var days: Int
        var enrolled: Int

        // `deploy/scale` plays sixteen weeks of it.
        static let large = Play(size: "large", referrals: 18, days: 8, enrolled: 10)
    }

    @Test("Each is without fault and gives nothing up", arguments: ["small", "medium", "large"])
    func faultless(size: String) throws {
        let clinic = try SmallClinic.example(size)
        #expect(ClinicCheck.places(in: clinic).isEmpty)
        #expect(ClinicCheck.losses(in: clinic) == [])
    }

    @Test(
        "Its first days are played: people are enrolled and met, and nothing is parked",
        arguments: [Play(size: "medium", referrals: 5, days: 14, enrolled: 12), .large])
    func played(_ play: Play) throws {
        let mode = try SmallClinic.mode(seed: 3)
        let members = InMemoryClinic(clinic: try SmallClinic.example(play.size), mode: mode)
        let journals = try [
            members.add(ProcessRegister(), as: .supervisor),
            members.add(Intake(), as: .assessment), members.add(Agenda(), as: .scheduler),
            members.add(Seating(), as: .peerGroups),
            members.add(Charts(), as: .treatment),
            members.add(ContinuingCare(), as: .aftercare),
            members.add(Cohort(seed: 3, referralsPerWeek: play.referrals), as: .simulator),
        ]
        members.settle()
        for hour in 0..<(play.days * 24) {
            let register = try #require(members.core(of: .supervisor) as? ProcessRegister)
            let strikes = try register.strikes(
                [mode.startsAt.utc.advanced(byHours: hour)], timeZone: members.clinic.timeZone)
            members.observe(strikes, by: .supervisor, id: MessageID("hour-\(hour)"))
        }
        #expect(members.unsettled == [])
        for journal in journals { #expect(try journal.parked() == []) }
        let topics = try journals[2].everything().map { try Envelope($0.raw).attributes.type }
        let counts = Dictionary(grouping: topics) { $0 }.mapValues(\.count)
        #expect(counts["scheduler.enrollment.opened.v1", default: 0] >= play.enrolled)
        #expect(counts["scheduler.attendance.recorded.v1", default: 0] > play.enrolled)
    }
}
