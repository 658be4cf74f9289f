internal import Crypto
internal import Glibc
internal import Synchronization

/// Random nonces for boxes.
///
/// They are drawn for some boxes at once: one by one, asking the system for them costs as much as
/// sealing a row. They are no secret; what counts is that none is given twice.
final class Nonces: Sendable {
    private static let byteCount = 12
    /// `getentropy` gives 256 bytes at most.
    private static let drawnAtOnce = 21
    private let drawn = Mutex<ArraySlice<UInt8>>([])

    /// One that nobody had before.
    func next() throws -> AES.GCM.Nonce {
        let bytes = drawn.withLock { drawn in
            if drawn.isEmpty { drawn = Nonces.draw() }
            defer { drawn = drawn.dropFirst(Nonces.byteCount) }
            return drawn.prefix(Nonces.byteCount)
        }
        return bytes.isEmpty ? AES.GCM.Nonce() : try AES.GCM.Nonce(data: bytes)
    }

    /// Nothing where the system does not know the call: then they come one by one.
    private static func draw() -> ArraySlice<UInt8> {
        var bytes = [UInt8](repeating: 0, count: byteCount * drawnAtOnce)
        return getentropy(&bytes, bytes.count) == 0 ? bytes[...] : []
    }
}
