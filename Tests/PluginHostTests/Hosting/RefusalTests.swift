internal import ClinicFiles
internal import Messages
internal import PluginHost
internal import PluginHostCore
internal import TestSupport
internal import Testing
internal import TherapyContract

@testable internal import PeerBench
@testable internal import cairn_plugin_host

@Suite("A program that may not run here")
struct RefusalTests {
    @Test("An interpreter that the clinic does not allow, or that is gone, is told at once")
    func interpreter() async throws {
        let bench = try HostBench()
        func room(_ interpreters: [String]?) throws -> HostRoom {
            var clinic = bench.clinic
            clinic.interpreters = interpreters
            return HostRoom(
                bench.room.approved, clinic: clinic, mode: try SmallClinic.mode(),
                folder: ClinicFolder(path: bench.place.path), confinement: .none("a test"),
                mayRunUnconfined: true, settings: DriverSettings(bench.room.contract.limits),
                log: { _ in })
        }
        #expect(try room(nil).refusal == nil)
        let forbidden = try room(["perl"])
        #expect(forbidden.status.program == .refused)
        let trouble = try #require(forbidden.troubles.first)
        #expect(trouble.problem.contains("no interpreter that the clinic allows (perl)"))
        #expect(trouble.remedy.contains("`cairn reload`"))
        let gone = try #require(try room(["/nowhere/python3"]).refusal)
        #expect(gone.problem.hasSuffix("/nowhere/python3 is not installed here."))
        await bench.end()
    }
}
