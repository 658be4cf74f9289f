/// Original messages of one stream, in order: the answer to a replay request.
///
/// Binary (`application/vnd.cairn.page`): for each message three frames, each a 4-byte big-endian
/// length and its bytes. A page holds at least one event, if there is one, and at most 256 KiB.
public struct ReplayPage: Hashable, Sendable {
    /// The most that a page holds, in bytes of its binary form.
    public static let limitBytes = 256 * 1024
    /// As published, in the order of their sequence; empty if the owner has no more.
    public var messages: [Frames]

    public init(messages: [Frames]) { self.messages = messages }

    public init(decoding bytes: [UInt8]) throws(WireError) {
        var rest = bytes[...]
        func frame() throws(WireError) -> [UInt8] {
            guard rest.count >= 4 else { throw .badPage }
            let length = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
            rest = rest.dropFirst(4)
            guard length <= rest.count else { throw .badPage }
            defer { rest = rest.dropFirst(length) }
            return Array(rest.prefix(length))
        }
        messages = []
        while !rest.isEmpty {
            messages.append(Frames(topic: try frame(), attributes: try frame(), data: try frame()))
        }
    }

    /// The binary form; what ``init(decoding:)`` reads.
    public func encoded() -> [UInt8] {
        var bytes: [UInt8] = []
        for message in messages {
            for frame in [message.topic, message.attributes, message.data] {
                for shift in [24, 16, 8, 0] { bytes.append(UInt8(frame.count >> shift & 0xff)) }
                bytes += frame
            }
        }
        return bytes
    }

    /// What a message adds to a page, in bytes.
    public static func cost(of frames: Frames) -> Int { frames.byteCount + 12 }
}

/// What a reader asks of a stream's owner, or of the ledger.
public struct ReplayRequest: Hashable, Sendable, Codable {
    /// The type attribute of an ask for a stream's history, which is the ledger's alone.
    public static let historyType = "ledger.history.v1"

    /// The first sequence wanted.
    public var from: Int64
    public init(from: Int64) { self.from = from }

    /// The sequence to begin with: of a wish that no event can have, the nearest that one can.
    public var first: Int64 { min(max(1, from), (1 << 53) - 1) }
}
