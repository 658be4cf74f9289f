import AftercareCore
import AssessmentCore
import ClinicFiles
import Foundation
import Messages
import PeerGroupsCore
import SchedulerCore
import TestKit
import TestSupport
import Testing
import TreatmentCore

@testable import SimulatorCore

/// The clinic of 80 clients, with the cores of all services in one thread: four weeks here, a year
/// with `CAIRN_WEEKS=52`, which says how far it is. docs/testing/simulation.md tells of it.
@Suite("A seeded year of 80 clients")
struct SeededYearTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static let weeks = environment["CAIRN_WEEKS"].flatMap(Int.init) ?? 4
    private static let seed = environment["CAIRN_SEED"].flatMap(UInt64.init) ?? 1

    @Test("Morning and evening no invariant is broken, and at the end nothing was refused")
    func year() throws {
        var rehearsal = Rehearsal(
            [
                (.assessment, Intake()), (.scheduler, Agenda()), (.peerGroups, Seating()),
                (.treatment, Charts()), (.aftercare, ContinuingCare()),
                (.simulator, Cohort(seed: Self.seed, referralsPerWeek: 5)),
            ],
            clinic: try Self.medium(), start: SmallClinic.moment(day: 0, hour: 0))
        var broken: [String] = []
        var weeks = 0
        rehearsal.run(days: Self.weeks * 7) { rehearsal in
            let hour = rehearsal.now.local.time.minutes / 60
            guard hour == 8 || hour == 20, broken.count < 20 else { return }
            let invariants = Invariants(rehearsal)
            let isWeekOver = rehearsal.now.today.weekday == .sun && hour == 20
            broken += (invariants.broken + (isWeekOver ? invariants.unmet : []))
                .map { "\(rehearsal.now.local) \($0)" }
            weeks += isWeekOver ? 1 : 0
            guard isWeekOver, Self.weeks > 4, weeks.isMultiple(of: 4) else { return }
            let line = "\(weeks) of \(Self.weeks) weeks, \(broken.count) broken\n"
            FileHandle.standardError.write(Data(line.utf8))
        }
        #expect(broken == [])
        #expect(rehearsal.refused.prefix(5) == [])
        #expect(rehearsal.parked == [])
        let summary = rehearsal.facts.reduce(into: RunSummary()) { $0.apply($1) }
        #expect(summary.figures.silences.abandoned == [:])
        #expect(summary.figures.lost.days == [:])
        // Four weeks fill the clinic to a part.
        #expect(summary.figures.referred.count >= min(80, Self.weeks * 5))
        for (name, value) in summary.rows where Self.weeks > 4 { print("\(name): \(value)") }
    }

    private static func medium() throws -> Clinic {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let file = root.appending(path: "deploy/examples/medium/clinic.yaml")
        let place = try TemporaryFolder()
        let folder = ClinicFolder(path: place.path)
        let text = try String(contentsOf: file, encoding: .utf8)
        try text.write(toFile: folder.configuration, atomically: true, encoding: .utf8)
        return try folder.clinic()
    }
}
