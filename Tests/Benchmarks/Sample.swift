internal import BenchmarkPeers
internal import Foundation
internal import Messages

/// What is sent: messages with a real event's attributes, and data of a given size.
enum Sample {
    static let topic = "event.scheduler.session"
    static let command = "command.echo.ping.asker"
    static let answer = "inbox.asker.token.echo"

    static let attributes: String = {
        var attributes = Attributes(
            id: MessageID("019ab3f0-5c1e-7d42-9d0b-0123456789ab"), source: "/austin/scheduler",
            type: "scheduler.session.scheduled.v1",
            time: Timestamp(milliseconds: 1_790_000_000_000))
        attributes.subject = "c-0001"
        attributes.dataclassification = .clinical
        attributes.sequence = 123_456
        attributes.prevhash = String(repeating: "0123456789abcdef", count: 4)
        attributes.causationid = MessageID("019ab3f0-5c1e-7d42-9d0b-0123456789ac")
        return String(decoding: attributes.encoded(), as: UTF8.self)
    }()

    /// Marks of data, as `FLOW_PROBE` and `FLOW_EVENT` are in C.
    static let probe = UInt8(ascii: "p")
    static let event = UInt8(ascii: "m")

    /// Data as it is in C: a JSON text of so many bytes, which begins with a mark.
    static func data(_ mark: [UInt8], bytes: Int) -> ArraySlice<UInt8> {
        let quote = UInt8(ascii: "\"")
        let rest = [UInt8](repeating: UInt8(ascii: "0"), count: bytes - 2 - mark.count)
        return ([quote] + mark + rest + [quote])[...]
    }

    /// Whether the data begins with that mark.
    static func marks(_ message: RawMessage, _ mark: [UInt8]) -> Bool {
        message.data.dropFirst().starts(with: mark)
    }

    static func message(to topic: String, data: ArraySlice<UInt8>) -> RawMessage {
        RawMessage(topic: Array(topic.utf8)[...], attributes: line, data: data)
    }

    private static let line = Array(attributes.utf8)[...]

    /// Calls C with the same message.
    static func withMessage<Result>(
        topic: String, bytes: Int, batch: Int, _ body: (UnsafePointer<flow_message>) -> Result
    ) -> Result {
        topic.withCString { topic in
            attributes.withCString { attributes in
                var message = flow_message(
                    topic: topic, attributes: attributes, data_bytes: bytes,
                    batch: Int32(batch))
                return body(&message)
            }
        }
    }
}
