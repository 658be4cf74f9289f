internal import Crypto
package import FoundationEssentials
internal import Messages

/// Seals the rows of one journal, and opens them: AES-256-GCM.
///
/// The key follows from the journal's key and from whose journal it is. What stands beside the box
/// in clear is authenticated with it, behind the names of the table and of the journal: a row fits
/// in its own place only.
package struct RowBox: Sendable {
    private let rows: SymmetricKey
    private let lookups: SymmetricKey
    private let owner: [UInt8]
    private let nonces = Nonces()
    /// Tells whether a file was sealed with this key, and nothing else about the key.
    package let fingerprint: [UInt8]

    /// The box of a journal that has a key.
    package init(_ key: JournalKey, of identity: JournalIdentity) {
        owner =
            FieldText([
                .text(identity.clinic), .text(identity.kind), .text(identity.identity.text),
            ]).bytes
        let owner = owner
        func derived(for purpose: String) -> SymmetricKey {
            HKDF<SHA256>.deriveKey(
                inputKeyMaterial: key.secret,
                info: FieldText([.text("cairn journal 1"), .text(purpose)]).bytes + owner,
                outputByteCount: 32)
        }
        rows = derived(for: "rows")
        lookups = derived(for: "lookups")
        let mark = derived(for: "fingerprint").withUnsafeBytes { Array($0.prefix(16)) }
        fingerprint = mark + RowBox.check(of: mark)
    }

    /// The content of a row's box column.
    package func seal(
        _ boxed: some Collection<Field>, beside clear: some Collection<Field>, in table: String
    ) throws -> [UInt8] {
        Array(try sealed(FieldText(boxed), beside: clear, in: table))
    }

    /// The same of values that are written already, as it is bound to a statement.
    package func sealed(
        _ boxed: FieldText, beside clear: some Collection<Field>, in table: String
    ) throws -> Data {
        let box = try AES.GCM.seal(
            boxed.bytes, using: rows, nonce: nonces.next(),
            authenticating: context(clear, in: table))
        // Nonces of this size are the only ones that it makes.
        guard let combined = box.combined else { preconditionFailure("a nonce of 12 bytes") }
        return combined
    }

    /// Opens a row's box; `nil` if the box or the clear columns beside it were changed.
    package func open(_ box: [UInt8], beside clear: some Collection<Field>, in table: String)
        -> [Field]?
    {
        guard let sealed = try? AES.GCM.SealedBox(combined: box),
            let opened = try? AES.GCM.open(
                sealed, using: rows, authenticating: context(clear, in: table))
        else { return nil }
        return FieldText.fields(in: Array(opened))
    }

    /// A keyed digest by which some texts are looked up that must not stand in clear. Nobody can
    /// compute it from a guess without the key.
    package func lookup(_ texts: String...) -> [UInt8] {
        Array(
            HMAC<SHA256>.authenticationCode(
                for: FieldText(texts.map { .text($0) }).bytes, using: lookups))
    }

    /// Whether bytes are some key's fingerprint, and not a damaged one.
    package static func isFingerprint(_ bytes: [UInt8]) -> Bool {
        bytes.count == 24 && Array(bytes.suffix(8)) == check(of: Array(bytes.prefix(16)))
    }

    private static func check(of mark: [UInt8]) -> [UInt8] {
        Array(SHA256.hash(data: mark).prefix(8))
    }

    private func context(_ clear: some Collection<Field>, in table: String) -> [UInt8] {
        var text = FieldText(after: owner, roomFor: clear.count + 1)
        text.append(.text(table))
        for field in clear { text.append(field) }
        return text.bytes
    }
}
