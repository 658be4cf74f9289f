internal import HashChain
internal import Messages
internal import PeerKit
internal import TestKit
package import Weakening

/// One simulated history, from a seed.
package struct Simulation: Sendable {
    /// Who plays.
    package enum Cast: String, CaseIterable, Sendable {
        /// Cores made for it: small, and many histories take little time.
        case small
    }

    /// Which history.
    package let seed: UInt64
    /// Who plays.
    package let cast: Cast
    /// Guarantees to do without.
    package let weaknesses: Set<Weakness>

    package init(seed: UInt64, cast: Cast = .small, without weaknesses: Set<Weakness> = []) {
        self.seed = seed
        self.cast = cast
        self.weaknesses = weaknesses
    }

    /// What became of it.
    package struct Outcome: Sendable {
        /// Promises that were not kept, in words; empty when all were.
        package let faults: [String]
        /// The history, one line for each message and fault.
        package let trace: [String]
        /// How long it lasted, in simulated milliseconds.
        package let milliseconds: Int64

        /// The history in few characters.
        package var digest: String {
            HashChain.digest(of: Array(trace.joined(separator: "\n").utf8))
        }
    }

    /// All that its seed plans.
    package var plan: Plan {
        Plan(
            seed: seed, peers: Self.smallPeers + [Asker.identity], journaled: Self.smallPeers,
            asks: true)
    }

    /// Plays the plan of its seed, or what is left of it.
    package func run(_ plan: Plan? = nil) throws -> Outcome {
        let world = try smallWorld(plan ?? self.plan)
        world.run()
        var faults = world.faults
        // An unsettled world has not finished what the checker looks for.
        if faults.isEmpty {
            var checker = try Checker(world)
            faults = try checker.faults()
        }
        return Outcome(faults: faults, trace: world.trace, milliseconds: world.now)
    }

    private static let smallPeers: [Identity] = [
        .assessment, .scheduler, .peerGroups, .simulator, .ledger, .supervisor,
    ]

    private func smallWorld(_ plan: Plan) throws -> World {
        var clinic = Clinic.small
        clinic.services = [.assessment, .scheduler, .peerGroups, .ledger]
        let start = Timestamp(milliseconds: 1_795_392_000_000)
        let local = LocalDateTime(
            date: LocalDate(year: 2026, month: 11, day: 23), time: TimeOfDay(minutes: 0))
        let mode = ClinicMode(
            clinic: "simulation", kind: .rehearsal, startsAt: Moment(utc: start, local: local),
            seed: seed)
        let clock = Clock()
        func host<Service: Core>(
            _ core: Service, _ identity: Identity, keepsAllStreams: Bool = false,
            beside: @escaping (inout Peer<Service>, Timestamp) -> Turn = { _, _ in Turn() }
        ) throws -> Host<Service> {
            try Host(
                core, as: identity, clinic: clinic, mode: mode, seed: seed, without: weaknesses,
                keepsAllStreams: keepsAllStreams, beside: beside)
        }
        let registrar = try host(Registrar(), .assessment)
        let opener = try host(Opener(), .scheduler)
        let supervisor = try host(Striker(), .supervisor) { peer, wall in
            let struck = peer.engine.core.struck
            guard struck < clock.target else { return Turn() }
            let hours = (struck..<clock.target).map { hour in
                HourBegan(moment: Moment(utc: start.advanced(byHours: hour), local: local))
            }
            return peer.observe(hours, id: MessageID("hour-\(struck)"), now: .lastHour, wall: wall)
                .turn
        }
        return World(
            plan: plan,
            hosts: [
                registrar, opener, try host(Seater(), .peerGroups), try host(Caller(), .simulator),
                try host(Archive(), .ledger, keepsAllStreams: true), supervisor,
            ],
            strike: { clock.target += $0 },
            isDone: {
                Set(registrar.core?.registered ?? []) == opener.core?.enrolled
                    && supervisor.core?.struck == clock.target
            })
    }

    /// How many hours have to be struck.
    private final class Clock {
        var target = 0
    }
}
