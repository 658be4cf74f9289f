import Bus
import Messages
import TestSupport
import Testing

@testable import ServiceKit

@Suite("What a process logs while nothing comes from its hub")
struct HubSilenceTests {
    private func credentials(_ address: HubAddress) throws -> PeerCredentials {
        PeerCredentials(
            identity: "aftercare", address: address, slot: 4, keys: try KeyPair.generate(),
            hubKey: try KeyPair.generate().publicKey)
    }

    /// The seconds at which something was told, in turns of a quarter of a second.
    private func told(_ silence: inout HubSilence, from start: Int64, seconds: Int64) -> [Int64] {
        (1...seconds * 4).compactMap { turn in
            let now = SteadyInstant(milliseconds: start + turn * 250)
            return silence.note(hasCome: false, at: now) == nil ? nil : turn / 4
        }
    }

    @Test("It is told after ten seconds, then at growing distance, and anew after it was heard")
    func distances() throws {
        let start = SteadyInstant(milliseconds: 0)
        var silence = HubSilence(
            try credentials(#require(HubAddress(tcp: "tcp://10.0.0.5:7400"))), at: start)
        #expect(told(&silence, from: 0, seconds: 200) == [10, 20, 40, 80, 160])
        #expect(
            silence.note(hasCome: true, at: SteadyInstant(milliseconds: 200_000)) == .heardAgain)
        #expect(silence.note(hasCome: true, at: SteadyInstant(milliseconds: 200_250)) == nil)
        #expect(told(&silence, from: 200_250, seconds: 25) == [10, 20])
    }

    @Test("At most an hour lies between two words")
    func longest() throws {
        var silence = HubSilence(
            try credentials(#require(HubAddress(tcp: "tcp://10.0.0.5:7400"))),
            at: SteadyInstant(milliseconds: 0))
        let day = told(&silence, from: 0, seconds: 86_400)
        #expect(zip(day, day.dropFirst()).map { $1 - $0 }.max() == 3_600)
        #expect(day.count < 35)
    }

    @Test("Who stood still heard nothing, and says nothing of it")
    func stoodStill() throws {
        var silence = HubSilence(
            try credentials(HubAddress(clinicFolder: "/tmp/c")), at: SteadyInstant(milliseconds: 0))
        #expect(silence.note(hasCome: true, at: SteadyInstant(milliseconds: 1_000)) == nil)
        #expect(silence.note(hasCome: false, at: SteadyInstant(milliseconds: 900_000)) == nil)
        #expect(silence.note(hasCome: true, at: SteadyInstant(milliseconds: 900_250)) == nil)
    }

    @Test("It names both doors and what to look at, each kind of hub its own")
    func words() throws {
        for (address, words) in [
            (
                try #require(HubAddress(tcp: "tcp://10.0.0.5:7400")),
                ["tcp://10.0.0.5:7400", "tcp://10.0.0.5:7405", "`listen`", "`cairn status`"]
            ),
            (HubAddress(clinicFolder: "/tmp/c"), ["/tmp/c/run/in.sock", "`cairn up`"]),
        ] {
            var silence = HubSilence(
                try credentials(address), at: SteadyInstant(milliseconds: 0))
            let word = (1...11).compactMap {
                silence.note(hasCome: false, at: SteadyInstant(milliseconds: $0 * 1_000))
            }.first
            guard case .silent(let advice) = word else {
                Issue.record("nothing was told")
                continue
            }
            for part in words { #expect(advice.description.contains(part), "\(advice)") }
        }
    }
}
