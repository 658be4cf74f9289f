import AftercareCore
import AssessmentCore
import Foundation
import Journal
import Messages
import PeerGroupsCore
import SchedulerCore
import SimulatorCore
import SupervisorCore
import TestKit
import Testing
import TreatmentCore

@testable import PeerBench
@testable import PeerKit

/// A kept state is gone on from by whoever folds alike. What each core makes of a history, and how
/// it writes that down, is fixed in `Tests/Proof/Folds` for the version that the core says it has.
@Suite("The version of a core's fold")
struct FoldVersionTests {
    @Test(
        "A history folds to the state that is kept of this version, and that state can be read",
        arguments: WholeClinic.folding)
    func known(identity: Identity) throws {
        switch identity {
        case .supervisor: try check(ProcessRegister(), as: identity)
        case .assessment: try check(Intake(), as: identity)
        case .scheduler: try check(Agenda(), as: identity)
        case .peerGroups: try check(Seating(), as: identity)
        case .treatment: try check(Charts(), as: identity)
        case .aftercare: try check(ContinuingCare(), as: identity)
        default: try check(Cohort(), as: identity)
        }
    }

    private func check<Service: Core>(_ core: Service, as identity: Identity) throws {
        let fresh = try Engine(
            core: core, identity: identity, clinic: SmallClinic.clinic(), mode: SmallClinic.mode())
        var folded = fresh
        for entry in try history(of: identity) { try folded.fold(entry) }
        #expect(folded.stateDigest != fresh.stateDigest)

        let version = Service.foldVersion
        let file = Self.folder.appendingPathComponent("\(identity).v\(version).state")
        if Self.isUpdate, !FileManager.default.fileExists(atPath: file.path) {
            try Data(folded.encodedState()).write(to: file)
        }
        guard let kept = try? Data(contentsOf: file) else {
            Issue.record("\(file.lastPathComponent) is missing: make it with \(Self.command).")
            return
        }
        var known = fresh
        let isReadable = (try? known.restore(Array(kept))) != nil
        #expect(
            isReadable && known.stateDigest == folded.stateDigest,
            """
            \(Service.self) makes another state of the same history than version \(version) did, or \
            cannot read that one. Raise \(Service.self).foldVersion to \(version + 1), and make its \
            file with \(Self.command).
            """)
    }

    private static let command = "`UPDATE_GOLDEN=1 swift test --filter FoldVersionTests`"
    private static var folder: URL { Golden.root().appendingPathComponent("Tests/Proof/Folds") }
    private static var isUpdate: Bool {
        let environment = ProcessInfo.processInfo.environment
        return environment["UPDATE_GOLDEN"] == "1" && environment["CI"] == nil
    }

    /// Entries of each kind that the history of a core holds.
    private static let perKind = 6

    /// A line for each entry: whether it is the service's own, its topic, its attributes and its data,
    /// by tabs.
    private func history(of identity: Identity) throws -> [Entry] {
        let file = Self.folder.appendingPathComponent("\(identity).history")
        if Self.isUpdate, !FileManager.default.fileExists(atPath: file.path) {
            try FileManager.default.createDirectory(
                at: Self.folder, withIntermediateDirectories: true)
            try lines(of: identity).write(to: file, atomically: true, encoding: .utf8)
        }
        return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").enumerated().map
        { number, line in
            let parts = line.split(separator: "\t", omittingEmptySubsequences: false)
            try #require(parts.count == 4)
            return Entry(
                position: Int64(number) + 1, isOwn: parts[0] == "own",
                raw: RawMessage(
                    topic: Array(parts[1].utf8), attributes: Array(parts[2].utf8),
                    data: Array(parts[3].utf8)))
        }
    }

    /// Two weeks of the small clinic, as one of its services has them: some of each kind.
    private func lines(of identity: Identity) throws -> String {
        var counts: [String: Int] = [:]
        let entries = try OneHistoryTests.first.get().entries(of: identity).filter { entry in
            let type = try Envelope(entry.raw).attributes.type
            counts[type, default: 0] += 1
            return counts[type, default: 0] <= Self.perKind
        }
        return entries.map { entry in
            let raw = [entry.raw.topic, entry.raw.attributes, entry.raw.data]
            return
                ([entry.isOwn ? "own" : "noted"]
                + raw.map { String(decoding: $0, as: UTF8.self) }).joined(separator: "\t") + "\n"
        }.joined()
    }
}
