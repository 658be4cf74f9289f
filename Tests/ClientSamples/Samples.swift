import ClinicClient
import ClinicFiles
import Messages

/// Messages and a clinic to show.
enum Samples {
    static let timeZone = "America/Chicago"
    /// Stands for every value that must not be seen.
    static let secret = "zz-must-not-be-seen"

    static func stream(_ text: String) -> EventStream {
        guard let stream = EventStream(text) else { preconditionFailure("no stream: \(text)") }
        return stream
    }

    /// An event as a service would publish it.
    static func event(
        _ type: any Event.Type, sequence: Int64 = 1, body: [UInt8]? = nil, subject: String? = nil
    ) throws -> Envelope {
        let owner = type.owner ?? (type == EnteredInError.self ? .assessment : "cbt")
        var attributes = attributes(type: type.type(by: owner), type)
        attributes.subject = try subject ?? type.example.subject
        attributes.sequence = sequence
        attributes.prevhash = "0"
        let data = try body ?? JSONText.encode(type.example)
        return try Envelope(
            topic: .event(stream("\(owner).\(type.entity)")),
            attributes: attributes, data: data)
    }

    static func command(_ type: any Command.Type, body: [UInt8], subject: String? = nil) throws
        -> Envelope
    {
        var attributes = attributes(type: type.type, type)
        attributes.subject = subject
        return try Envelope(
            topic: .command(to: type.receiver, verb: type.verb, from: "cli-anna"),
            attributes: attributes, data: body)
    }

    static func query(_ type: any Query.Type, body: [UInt8]) throws -> Envelope {
        try Envelope(
            topic: .query(to: type.receiver, name: type.name, from: "cli-anna"),
            attributes: attributes(type: type.type, type), data: body)
    }

    static func heartbeat(of identity: Identity, heads: [EventStream: Int64] = [:]) throws
        -> Envelope
    {
        var beat = Heartbeat(identity: identity, incarnation: "first", version: "1", state: .ready)
        beat.heads = heads.mapValues { Heartbeat.Head(sequence: $0, hash: "0") }
        var attributes = Attributes(
            id: "h", source: "/test/\(identity)", type: "heartbeat.v1",
            time: Timestamp(milliseconds: 0))
        attributes.dataclassification = .operational
        return try Envelope(
            topic: .heartbeat(of: identity), attributes: attributes,
            data: JSONText.encode(beat))
    }

    /// The example's body with every value and key in its masked fields made recognizable.
    static func marked(_ type: any Message.Type) throws -> [UInt8] {
        let fields = try JSONText.decode(
            [String: JSONFragment].self, from: JSONText.encode(type.example))
        let marked = fields.map { name, value in
            (name, type.marks[name] == .open ? value : betray(value))
        }
        return try JSONText.encode(Dictionary(uniqueKeysWithValues: marked))
    }

    private static func betray(_ value: JSONFragment) -> JSONFragment {
        switch value {
        case .array(let values): .array(values.map(betray))
        case .object(let fields):
            .object(
                Dictionary(
                    fields.map { ("\(secret)-\($0.key)", betray($0.value)) },
                    uniquingKeysWith: { first, _ in first }))
        default: .string(secret)
        }
    }

    private static func attributes(type: String, _ message: any Message.Type) -> Attributes {
        var attributes = Attributes(
            id: "01976e0a-0000-7000-8000-000000000001", source: "/test/somebody", type: type,
            time: Timestamp(milliseconds: 1_795_442_400_000))
        attributes.dataclassification = message.dataClass
        return attributes
    }

    /// A clinic with an administrator, and somebody with two roles.
    static func clinic(services: [Identity] = [.hub, .assessment]) throws -> Clinic {
        let text = """
            {"name": "Test Clinic", "timeZone": "\(timeZone)", "services": [], "phases": [],
             "rooms": [], "groups": [], "closures": [], "policies": {"groupCapacity": 12,
             "intensiveHoursAdult": 9, "intensiveHoursAdolescent": 6, "alertHoursNow": 1,
             "alertHoursToday": 8, "followUpDays": 7, "placementEdition": "asam-3",
             "withdrawalBands": "asam-2020"},
             "staff": [
               {"id": "rn1", "roles": ["nurse"], "caseload": 0, "languages": [], "hours": []},
               {"id": "both", "roles": ["director", "clinician"], "caseload": 0,
                "languages": [], "hours": []},
               {"id": "it1", "roles": ["administrator"], "caseload": 0, "languages": [],
                "hours": []}]}
            """
        var clinic = try JSONText.decode(Clinic.self, from: Array(text.utf8))
        clinic.services = services
        return clinic
    }
}

extension Samples {
    /// The clinic as a folder, which is nowhere.
    static func opened() throws -> OpenedClinic {
        let start = Moment(Timestamp(milliseconds: 1_795_442_400_000), timeZone: timeZone)
        guard let start else { preconditionFailure("no zone") }
        return OpenedClinic(
            folder: ClinicFolder(path: "/nowhere"), clinic: try clinic(),
            mode: ClinicMode(clinic: "test", kind: .rehearsal, startsAt: start, seed: 1))
    }
}

extension Envelope {
    /// It as a visit receives it, alone in its frame.
    var contents: Frame.Contents {
        guard let contents = try? frame.read() else { preconditionFailure("a sample can be read") }
        return contents
    }
}
