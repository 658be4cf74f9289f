internal import AftercareCore
internal import AssessmentCore
internal import HashChain
internal import Journal
internal import JournalDoubles
internal import LedgerCore
internal import Messages
internal import PeerGroupsCore
internal import PeerKit
internal import SchedulerCore
internal import SupervisorCore
internal import TestKit
internal import TreatmentCore

/// What one service is told: events of others with their chains, commands, queries, heartbeats.
struct Story {
    /// The services that are told one.
    static let services: [Identity] = [
        .assessment, .scheduler, .peerGroups, .treatment, .aftercare, .ledger, .supervisor,
    ]

    private let samples: [Corpus.Sample]
    private let clinic: Clinic
    private let service: Identity
    private var heads: [EventStream: Heartbeat.Head] = [:]
    private var count = 0
    private(set) var messages: [RawMessage] = []

    init(_ samples: [Corpus.Sample], clinic: Clinic, service: Identity) {
        self.samples = samples
        self.clinic = clinic
        self.service = service
    }

    /// The service takes in one of each event that it listens to, and hears that all are there.
    mutating func begin() {
        let listens = MessageCatalog.contract(of: service)?.reads ?? MessageCatalog.events
        for sample in samples where listens.contains(where: { $0 == sample.kind }) {
            tell(sample, sample.body)
        }
        beat()
    }

    /// Something is said with another body than its type has.
    mutating func mutate(_ chance: inout SeededGenerator) {
        let fitting = samples.filter { sample in
            switch sample.topic.address {
            case .command(let receiver, _, _), .query(let receiver, _, _): receiver == service
            case .event(let stream): stream.owner != service
            default: false
            }
        }
        let asked = fitting.filter { !($0.kind is any Event.Type) }
        // What a person may send is closer at hand than what a service may publish.
        let sample = chance.one(of: asked.isEmpty || chance.oneIn(3) ? fitting : asked)
        let other = chance.one(of: samples)
        let isWhole = chance.oneIn(5)
        tell(
            sample,
            isWhole ? sample.body : JSONMutation.mutate(sample.body, with: other.body, by: &chance))
        if chance.oneIn(3) { beat() }
    }

    private mutating func tell(_ sample: Corpus.Sample, _ body: [UInt8]) {
        count += 1
        guard body.count <= RawMessage.eventDataLimitBytes else { return }
        var attributes = Corpus.attributes(of: sample, id: MessageID("m-\(count)"))
        if let kind = sample.kind as? any Command.Type, let actor = actor(in: kind.roles) {
            (attributes.actor, attributes.role) = (actor.staff, actor.role)
        } else if let kind = sample.kind as? any Query.Type,
            let actor = actor(in: kind.roles ?? .staff)
        {
            (attributes.actor, attributes.role) = (actor.staff, actor.role)
        }
        if case .event(let stream) = sample.topic.address {
            let sequence = (heads[stream]?.sequence ?? 0) + 1
            attributes.sequence = sequence
            attributes.prevhash = heads[stream]?.hash ?? HashChain.origin
            guard let raw = raw(sample.topic, attributes, body) else { return }
            heads[stream] = .init(sequence: sequence, hash: HashChain.hash(of: raw))
            messages.append(raw)
        } else if let raw = raw(sample.topic, attributes, body) {
            messages.append(raw)
        }
    }

    private func raw(_ topic: Topic, _ attributes: Attributes, _ body: [UInt8]) -> RawMessage? {
        try? Envelope(topic: topic, attributes: attributes, data: body).raw
    }

    /// Everyone says what they have published, so that the clock is let through.
    private mutating func beat() {
        let owners = Set(heads.keys.map(\.owner)).union([.hub, .supervisor] + clinic.services)
        for owner in owners.sorted() where owner != service {
            var beat = Heartbeat(
                identity: owner, incarnation: "first", version: "0", state: .ready)
            beat.heads = heads.filter { $0.key.owner == owner }
            let attributes = Attributes(
                id: MessageID("beat-\(count)-\(owner)"), source: "/small/\(owner)",
                type: "heartbeat.v1", time: Timestamp(milliseconds: 0))
            guard let data = try? JSONText.encode(beat),
                let raw = raw(.heartbeat(of: owner), attributes, data)
            else { continue }
            messages.append(raw)
        }
    }

    private func actor(in roles: Set<Role>) -> Actor? {
        for person in clinic.staff {
            if let role = person.roles.first(where: roles.contains) {
                return Actor(staff: person.id, role: role)
            }
        }
        return nil
    }

    /// Tells a service some frames; what it says must be messages of its own, and what it
    /// recorded must be whole.
    static func tell(_ frames: [Frame], to service: Identity, clinic: Clinic, mode: ClinicMode)
        throws
    {
        switch service {
        case .assessment: try tell(frames, to: Intake(), service, clinic, mode)
        case .scheduler: try tell(frames, to: Agenda(), service, clinic, mode)
        case .peerGroups: try tell(frames, to: Seating(), service, clinic, mode)
        case .treatment: try tell(frames, to: Charts(), service, clinic, mode)
        case .aftercare: try tell(frames, to: ContinuingCare(), service, clinic, mode)
        case .supervisor: try tell(frames, to: ProcessRegister(), service, clinic, mode)
        default:
            try tell(
                frames, to: AuditTrail(), service, clinic, mode,
                PeerSettings(keepsAllStreams: true))
        }
    }

    private static func tell<Service: Core>(
        _ frames: [Frame], to core: Service, _ identity: Identity, _ clinic: Clinic,
        _ mode: ClinicMode, _ settings: PeerSettings = PeerSettings()
    ) throws {
        let journal = MemoryJournal(
            identity: JournalIdentity(
                clinic: mode.clinic, kind: mode.kind.rawValue, identity: identity))
        func peer() throws -> Peer<Service> {
            try Peer(
                engine: Engine(core: core, identity: identity, clinic: clinic, mode: mode),
                journal: journal, token: "inbox-1", wall: Timestamp(milliseconds: 0), seed: 1,
                settings: settings)
        }
        var first = try peer()
        var wall = Timestamp(milliseconds: 0)
        var rest = frames[...]
        while !rest.isEmpty {
            wall = wall + .milliseconds(50)
            let turn = first.receive(Array(rest.prefix(16)), wall: wall, now: .lastHour)
            rest = rest.dropFirst(16)
            for frame in turn.frames {
                guard let said = try? frame.read() else {
                    throw Finding("\(identity) said what is no frame")
                }
                try expect(said.isSaid(by: identity), "\(identity) spoke as another, or unheard")
            }
        }
        try expect(first.health.storageFault == nil, "the journal of \(identity) took nothing more")
        try expect(try journal.verify().damage == nil, "the journal of \(identity) is not whole")
        // The same service after its process was started again.
        let second = try peer()
        try expect(second.engine.heads == first.engine.heads, "another history after a restart")
    }
}

extension Frame.Contents {
    /// Whether all in it can be read and is of one sender.
    fileprivate func isSaid(by sender: Identity) -> Bool {
        switch self {
        case .message(let envelope): envelope.address.sender == sender
        case .page(let page): page.envelope.address.sender == sender && page.run.isWhole
        case .events(let run): run.stream.owner == sender && run.isWhole
        }
    }
}

extension EventRun {
    fileprivate var isWhole: Bool { allSatisfy { (try? $0.get()) != nil } }
}
