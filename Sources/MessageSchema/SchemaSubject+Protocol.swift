internal import Messages

extension SchemaSubject {
    /// The attributes, of every class of message, and the bodies that are no declared message.
    static let protocolParts: [SchemaSubject] =
        [attributes(of: nil)] + AttributeRule.allCases.map(attributes) + [
            part("heartbeat.v1", Heartbeat.self, "What a peer says of itself each second."),
            part(
                HeartbeatRequest.type, HeartbeatRequest.self,
                "What is asked of a peer that is to say at once how it is."),
            part("answer.v1", Answer.self, "The reply to a command."),
            part("query-refusal.v1", QueryRefusal.self, "The reply to a query without a view."),
            part("replay.v1", ReplayRequest.self, "What a reader asks of a stream's owner."),
            part(
                ReplayRequest.historyType, ReplayRequest.self,
                "What is asked of the ledger about a stream."),
            part(
                Probe.type, Probe.self, "To oneself: it comes back once one has joined."),
            part(
                ReplayPage.type, ReplayPage.Place.self,
                "A page's own entry; the events' entries follow it in the frame, byte for byte."),
        ]

    private static func part<Body: Decodable & Sendable>(
        _ name: String, _ type: Body.Type, _ description: String
    ) -> SchemaSubject {
        SchemaSubject(
            name: name, title: "\(Body.self)", dataClass: nil,
            keywords: ["description": .string(description)],
            outline: { try $0.outline(of: type) })
    }

    /// The attributes of a class of messages; `nil` for what all of them share.
    static func attributes(of rule: AttributeRule?) -> SchemaSubject {
        SchemaSubject(
            name: (["attributes"] + [rule?.rawValue].compactMap(\.self)).joined(separator: "."),
            title: (rule?.title ?? "") + "Attributes", dataClass: nil,
            keywords: [
                "description": .string(
                    "The attributes\(rule.map { " of \($0.plural)" } ?? ""): CloudEvents 1.0 with"
                        + " Cairn's extensions.")
            ],
            outline: { book in
                let seen = try book.outline(of: Attributes.self).members
                var properties = seen["properties"]?.members ?? [:]
                for (name, limits) in AttributeRule.limits(of: rule) {
                    properties[name] = (properties[name] ?? [:]).adding(limits)
                }
                var required: Set<String> = Set(rule?.required ?? [])
                if case .array(let names)? = seen["required"] {
                    for case .string(let name) in names { required.insert(name) }
                }
                return JSONFragment.object(seen).adding([
                    "properties": .object(properties),
                    "required": .strings(required.sorted()),
                ])
            })
    }
}

/// What a class of messages needs in its attributes beyond what all need.
enum AttributeRule: String, CaseIterable {
    case event, command, query, reply, page, heartbeat

    var plural: String {
        switch self {
        case .query: "queries"
        case .reply: "replies"
        default: rawValue + "s"
        }
    }

    var title: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }

    var required: [String] {
        switch self {
        case .event: ["sequence", "prevhash", "dataclassification"]
        case .command: ["actor", "role", "replytoken", "dataclassification"]
        case .query: ["replytoken"]
        case .reply: ["inreplyto"]
        case .page: ["inreplyto", "sequence", "prevhash"]
        case .heartbeat: ["dataclassification"]
        }
    }

    /// What decoding does not show: the checks behind it.
    static func limits(of rule: AttributeRule?) -> [String: [String: JSONFragment]] {
        [
            "specversion": ["const": "1.0"],
            "type": ["pattern": "\\.v[1-9][0-9]*$"],
            "datacontenttype": rule == nil ? [:] : ["const": "application/json"],
            "sequence": [
                // The head of a stream without an event is 0.
                "minimum": .integer(rule == .event ? 1 : 0), "maximum": .integer(1 << 53 - 1),
            ],
            "prevhash": ["pattern": "^[0-9a-f]{64}$"],
            "replytoken": ["pattern": .string("^\(Pattern.token)$")],
        ]
    }
}
