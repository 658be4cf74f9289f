internal import BenchmarkPeers
internal import Foundation
internal import Messages

/// The message that is sent: a real event's topic and attributes, and data of a given size.
enum Sample {
    static let topic = "event.scheduler.session.scheduled"
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
        let bytes = (try? JSONText.encode(attributes)) ?? []
        return String(decoding: bytes, as: UTF8.self)
    }()

    static func frames(_ mark: UInt8, topic: String = topic, bytes: Int) -> Frames {
        Frames(
            topic: Array(topic.utf8), attributes: Array(attributes.utf8),
            data: [mark] + [UInt8](repeating: 0, count: bytes - 1))
    }

    /// Calls C with the same message.
    static func withMessage<Result>(
        topic: String = topic, bytes: Int, _ body: (UnsafePointer<flow_message>) -> Result
    ) -> Result {
        topic.withCString { topic in
            attributes.withCString { attributes in
                var message = flow_message(
                    topic: topic, attributes: attributes, data_bytes: bytes)
                return body(&message)
            }
        }
    }
}
