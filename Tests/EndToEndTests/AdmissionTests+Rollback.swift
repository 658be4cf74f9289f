import Foundation
import Messages
import Testing

// A later version whose program ends at once, in the clinic of this suite.
extension RealProcesses.AdmissionTests {
    /// The therapy goes on with the content that was at work before, and the clinic with both.
    func rollBack(in clinic: RunningClinic) async throws {
        let folder = try source(
            Self.python.replacing(#""version": "1""#, with: #""version": "2""#),
            program: "raise SystemExit(1)", for: clinic)
        let upgraded = try await clinic.cairn("plugin", "upgrade", folder)
        try #require(upgraded.code == 0, "\(upgraded.errors)")
        let early = try await clinic.cairn("plugin", "enable", "calm", "--previous", "--as", "dir")
        #expect(early.code != 0 && early.errors.contains("nothing that calm could go back to"))
        _ = try await clinic.cairn("plugin", "enable", "calm", "--as", "dir")
        try await wait(for: "the way back") {
            try await !clinic.history().all(PluginRolledBack.self).isEmpty
        }
        try await clinic.waits(for: "ready", of: "calm", "gratitude", "scheduler", "assessment")
        let history = try await clinic.history()
        let left = try history.all(PluginRolledBack.self)
        #expect(left.map(\.version) == ["2"] && left.map(\.reason) == [.programFailed])
        #expect(left.allSatisfy { $0.plugin == "calm" && $0.by == nil })
        let approvals = try history.all(PluginApproved.self).filter { $0.plugin == "calm" }
        #expect(approvals.map(\.version) == ["1", "2", "1"])
        #expect(approvals.last?.hash == approvals.first?.hash && approvals.last?.by == "dir")
        #expect(try history.all(TherapyQuarantined.self).isEmpty)

        let status = try await clinic.cairn("status")
        let words = "calm 2 was approved, and rolled back to 1: its program failed"
        #expect(status.output.contains(words), "\(status.output)")
        let remedy = "`cairn plugin enable calm --as STAFF` tries this one again"
        #expect(status.output.contains(remedy), "\(status.output)")
        let shown = try await clinic.cairn("plugin", "show", "calm")
        #expect(shown.output.contains(words) && shown.output.contains("State: runs"))
        let listed = try await listed(clinic).plugins.first { $0.plugin == "calm" }
        #expect(listed?.approved?.version == "1" && listed?.rolledBackFrom?.version == "2")
        #expect(listed?.rolledBackBecause == "program-failed")
    }
}
