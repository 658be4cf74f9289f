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
    package static func hash(of raw: RawMessage) -> String {
        var digest = SHA256()
        update(&digest, with: raw.topic)
        update(&digest, with: raw.attributes)
        update(&digest, withCount: SHA256.byteCount)
        var data = SHA256()
        raw.data.withUnsafeBytes { data.update(bufferPointer: $0) }
        data.finalize().withUnsafeBytes { digest.update(bufferPointer: $0) }
        return hex(digest.finalize())
    }

    /// SHA-256 of some bytes, as lower-case hex.
    package static func digest(of bytes: [UInt8]) -> String { hex(SHA256.hash(data: bytes)) }

    /// SHA-256 of bytes that come in parts, as lower-case hex; no part is the end.
    package static func digest(ofParts next: () throws -> [UInt8]?) rethrows -> String {
        var digest = SHA256()
        while let part = try next() { digest.update(data: part) }
        return hex(digest.finalize())
    }

    private static func update(_ digest: inout SHA256, with part: ArraySlice<UInt8>) {
        update(&digest, withCount: part.count)
        part.withUnsafeBytes { digest.update(bufferPointer: $0) }
    }

    /// Four bytes, the highest first.
    private static func update(_ digest: inout SHA256, withCount count: Int) {
        withUnsafeBytes(of: UInt32(truncatingIfNeeded: count).bigEndian) {
            digest.update(bufferPointer: $0)
        }
    }

    private static func hex(_ digest: SHA256.Digest) -> String {
        digest.withUnsafeBytes(Hexadecimal.text(of:))
    }
}
