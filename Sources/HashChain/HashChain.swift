internal import Crypto
package import Messages

/// The hash chain over a stream: each event carries the hash of the one before it.
///
/// The hash covers topic, attributes and SHA-256(data), each behind its length, and not the data
/// itself: a body can be erased by law while the chain still proves the history.
package enum HashChain {
    /// What the first event of a stream carries as `prevhash`.
    package static let origin = String(repeating: "0", count: 64)

    /// The chain hash of a message, as lower-case hex.
    package static func hash(of frames: Frames) -> String {
        var digest = SHA256()
        for part in [frames.topic, frames.attributes, Array(SHA256.hash(data: frames.data))] {
            digest.update(data: (0..<4).reversed().map { UInt8(part.count >> ($0 * 8) & 0xff) })
            digest.update(data: part)
        }
        return hex(digest.finalize())
    }

    /// SHA-256 of some bytes, as lower-case hex.
    package static func digest(of bytes: [UInt8]) -> String { hex(SHA256.hash(data: bytes)) }

    private static func hex(_ digest: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        let text = digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }
}
