internal import CZeroMQ

/// An identity's Curve25519 keys, in Z85: 40 characters each.
package struct KeyPair: Codable, Hashable, Sendable, CustomStringConvertible {
    package let publicKey: String
    package let secretKey: String

    package init(publicKey: String, secretKey: String) {
        self.publicKey = publicKey
        self.secretKey = secretKey
    }

    /// A new pair, from the system's chance.
    package static func generate() throws(BusError) -> KeyPair {
        var publicKey = [CChar](repeating: 0, count: 41)
        var secretKey = publicKey
        guard zmq_curve_keypair(&publicKey, &secretKey) == 0 else {
            throw .refused(.last, doing: "make a key pair")
        }
        return KeyPair(publicKey: text(publicKey), secretKey: text(secretKey))
    }

    /// Whether a text can be a key.
    package static func isKey(_ text: String) -> Bool {
        guard text.utf8.count == 40 else { return false }
        var bytes = [UInt8](repeating: 0, count: 32)
        return zmq_z85_decode(&bytes, text) != nil
    }

    /// The Z85 text of a key's 32 bytes, as a handshake shows them.
    package static func text(ofKey bytes: [UInt8]) -> String? {
        guard bytes.count == 32 else { return nil }
        var characters = [CChar](repeating: 0, count: 41)
        guard zmq_z85_encode(&characters, bytes, bytes.count) != nil else { return nil }
        return text(characters)
    }

    /// Never the secret: a pair may end in a log.
    package var description: String { "key \(publicKey)" }

    private static func text(_ characters: [CChar]) -> String {
        String(decoding: characters.prefix(40).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
