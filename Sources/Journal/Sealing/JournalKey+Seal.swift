internal import Crypto
internal import FoundationEssentials

extension JournalKey {
    /// What proves to whoever has this key that somebody who has it wrote some bytes: HMAC-SHA256
    /// under a key of that purpose alone, as hex.
    package func seal(over bytes: [UInt8], for purpose: String) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: bytes, using: key(for: purpose))
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: code.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
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
