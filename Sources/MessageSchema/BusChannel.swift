internal import Messages

/// A class of topics, as a channel of the AsyncAPI document.
enum BusChannel: String, CaseIterable {
    case event, command, query, replay, history, inbox, heartbeat
    case heartbeatRequest = "heartbeat-request"

    /// The form of its topics.
    private var address: String {
        switch self {
        case .event: "event.{owner}.{entity}"
        case .command: "command.{receiver}.{verb}.{asker}"
        case .query: "query.{receiver}.{name}.{asker}"
        case .replay: "query.{owner}.replay.{entity}.{asker}"
        case .history: "query.ledger.history.{owner}.{entity}.{asker}"
        case .inbox: "inbox.{asker}.{replytoken}.{responder}"
        case .heartbeat: "status.{identity}.heartbeat"
        case .heartbeatRequest: "query.{receiver}.heartbeat.{asker}"
        }
    }

    private static let parameters: [String: String] = [
        "owner": "The identity that writes the stream.",
        "entity": "What the stream's events are about.",
        "receiver": "The service that decides or answers.",
        "verb": "What is asked for, in the imperative.",
        "name": "The view that is asked for.",
        "asker": "The identity that asks.",
        "replytoken": "128 random bits of the asker's, in hex, for the life of its process.",
        "responder": "The identity that answers.",
        "identity": "The identity that is alive.",
    ]

    private var title: String {
        switch self {
        case .event: "Facts: durable, in order within a stream, repaired by their readers."
        case .command: "Wishes for a change: sent again under the same id until answered."
        case .query: "Wishes for a view."
        case .replay: "A reader asks a stream's owner for what it missed."
        case .history: "A peer that may read a stream asks the ledger for what it has kept of it."
        case .inbox: "Answers, views and pages, for one asker alone."
        case .heartbeat: "A sign of life, with the heads of the sender's streams."
        case .heartbeatRequest: "A peer that has just joined asks for a sign of life now."
        }
    }

    /// Its messages: what their attributes must have, and their bodies.
    var messages: [BusMessage] {
        switch self {
        case .event: MessageCatalog.events.map { BusMessage(.event, .event($0)) }
        case .command:
            MessageCatalog.commands.map { BusMessage(.command, .command($0)) }
                + MessageCatalog.peerCommands.map { BusMessage(.command, .peerCommand($0)) }
                + MessageCatalog.therapyCommands.map { BusMessage(.command, .therapyCommand($0)) }
        case .query:
            MessageCatalog.queries.map { BusMessage(.query, .query($0)) }
                + MessageCatalog.peerQueries.map { BusMessage(.query, .peerQuery($0)) }
        case .replay: [BusMessage(.query, part: "replay.v1")]
        case .history: [BusMessage(.query, part: ReplayRequest.historyType)]
        case .inbox:
            ["answer.v1", "query-refusal.v1", Probe.type].map { BusMessage(.reply, part: $0) }
                + MessageCatalog.queries.map { BusMessage(.reply, .view($0)) }
                + MessageCatalog.peerQueries.map { BusMessage(.reply, .peerView($0)) }
                + [BusMessage(.page, part: ReplayPage.type)]
        case .heartbeat: [BusMessage(.heartbeat, part: "heartbeat.v1")]
        case .heartbeatRequest: [BusMessage(.query, part: HeartbeatRequest.type)]
        }
    }

    var object: JSONFragment {
        let names = address.split(separator: "{").dropFirst().map {
            String($0.prefix { $0 != "}" })
        }
        let parameters = names.map { name in
            (name, ["description": .string(Self.parameters[name] ?? "")] as JSONFragment)
        }
        return [
            "address": .string(address), "title": .string(title),
            "parameters": .object(Dictionary(uniqueKeysWithValues: parameters)),
            "messages": .object(
                Dictionary(
                    uniqueKeysWithValues: messages.map {
                        ($0.name, .reference("#/components/messages/\($0.name)"))
                    })),
        ]
    }

    /// What a peer does in the channels.
    static var operations: [String: JSONFragment] {
        [
            "publishEvents": operation(.send, .event, "Say what happened."),
            "readEvents": operation(.receive, .event, "Read whole streams."),
            "giveCommand": operation(
                .send, .command, "Ask for a change.", answeredBy: ["answer.v1"]),
            "decideCommand": operation(
                .receive, .command, "Accept or refuse.", answeredBy: ["answer.v1"]),
            "askQuery": operation(.send, .query, "Ask for a view.", answeredBy: views),
            "answerQuery": operation(.receive, .query, "Give a view.", answeredBy: views),
            "askForReplay": operation(
                .send, .replay, "Ask for what was missed.", answeredBy: [ReplayPage.type]),
            "serveReplay": operation(
                .receive, .replay, "Send the original messages again.",
                answeredBy: [ReplayPage.type]),
            "askForHistory": operation(
                .send, .history, "Ask for what was published, also when its owner is gone.",
                answeredBy: historyReplies),
            "serveHistory": operation(
                .receive, .history, "Send what was kept, or say why not.",
                answeredBy: historyReplies),
            "beat": operation(.send, .heartbeat, "Say each second that one is alive."),
            "askForHeartbeat": operation(
                .send, .heartbeatRequest, "Ask one peer how it is, instead of waiting a second."),
            "beatAtOnce": operation(
                .receive, .heartbeatRequest, "Beat at once; there is no other answer."),
            "hear": operation(.receive, .heartbeat, "Learn who is alive, and where streams end."),
            "probe": operation(.send, .inbox, "Join: send to oneself until it comes back."),
        ]
    }

    private static var views: [String] {
        MessageCatalog.queries.map { "view.\($0.type)" }
            + MessageCatalog.peerQueries.map { "view.any.\($0.name).v\($0.version)" }
            + ["query-refusal.v1"]
    }

    private static var historyReplies: [String] { [ReplayPage.type, QueryRefusal.type] }

    private enum Action: String { case send, receive }

    private static func operation(
        _ action: Action, _ channel: BusChannel, _ summary: String,
        answeredBy replies: [String] = []
    ) -> JSONFragment {
        let names = channel == .inbox ? [Probe.type] : channel.messages.map(\.name)
        let operation: JSONFragment = [
            "action": .string(action.rawValue), "summary": .string(summary),
            "channel": .reference("#/channels/\(channel.rawValue)"),
            "messages": references(names, in: channel),
        ]
        guard !replies.isEmpty else { return operation }
        return operation.adding([
            "reply": [
                "address": [
                    "description":
                        "The inbox of the asker in the topic, with its token: inbox.{asker}.{replytoken}.{responder}.",
                    "location": "$message.header#/replytoken",
                ],
                "channel": .reference("#/channels/inbox"),
                "messages": references(replies, in: .inbox),
            ]
        ])
    }

    private static func references(_ names: [String], in channel: BusChannel) -> JSONFragment {
        .array(names.map { .reference("#/channels/\(channel.rawValue)/messages/\($0)") })
    }
}

/// A message of the AsyncAPI document.
struct BusMessage {
    let name: String
    let object: JSONFragment

    init(_ rule: AttributeRule, _ subject: SchemaSubject) {
        var object = BusMessage.object(
            named: subject.name, rule, payload: .reference("#/components/schemas/\(subject.name)"))
        if let topic = subject.keywords["x-topic"] { object["x-topic"] = topic }
        if let dataClass = subject.dataClass {
            object["x-dataclassification"] = .string(dataClass.rawValue)
        }
        (name, self.object) = (subject.name, .object(object))
    }

    init(_ rule: AttributeRule, part name: String) {
        self.name = name
        object = .object(
            BusMessage.object(
                named: name, rule, payload: .reference("#/components/schemas/\(name)")))
    }

    private init(name: String, object: JSONFragment) { (self.name, self.object) = (name, object) }

    private static func object(
        named name: String, _ rule: AttributeRule, payload: JSONFragment
    ) -> [String: JSONFragment] {
        let correlation =
            switch rule {
            case .event, .heartbeat: "conversation"
            case .command, .query: "request"
            case .reply, .page: "question"
            }
        return [
            "name": .string(name), "contentType": "application/json",
            "headers": .reference("#/components/schemas/attributes.\(rule.rawValue)"),
            "correlationId": .reference("#/components/correlationIds/\(correlation)"),
            "payload": payload,
        ]
    }
}
