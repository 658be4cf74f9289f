internal import Crypto
internal import FoundationEssentials
internal import Messages

extension JournalKey {
    /// What proves to whoever has this key that somebody who has it wrote some bytes: HMAC-SHA256
    /// under a key of that purpose alone, as hex.
    package func seal(over bytes: [UInt8], for purpose: String) -> String {
        HMAC<SHA256>.authenticationCode(for: bytes, using: key(for: purpose))
            .withUnsafeBytes(Hexadecimal.text(of:))
    }

    /// Whether a seal was made over these bytes, for this purpose, with this key.
    package func fits(_ seal: String, over bytes: [UInt8], for purpose: String) -> Bool {
        // A key has the form of a code: 32 bytes in hex.
        guard let code = JournalKey(hex: seal) else { return false }
        return code.secret.withUnsafeBytes { code in
            HMAC<SHA256>.isValidAuthenticationCode(
                code, authenticating: bytes, using: key(for: purpose))
        }
    }

    private func key(for purpose: String) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(
            inputKeyMaterial: secret,
            info: FieldText([.text("cairn seal 1"), .text(purpose)]).bytes, outputByteCount: 32)
    }
}
