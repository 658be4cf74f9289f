internal import Crypto
internal import FoundationEssentials
internal import Messages

/// The secret that an identity's journal is sealed with: 32 random bytes.
///
/// It is made once, before the journal, and never changed. Without it nobody can read the journal;
/// so it is kept apart from backups. It never shows itself in a text.
package struct JournalKey: Sendable, CustomStringConvertible, CustomReflectable {
    let secret: SymmetricKey

    /// A key that nobody had before.
    package static func random() -> JournalKey { JournalKey(secret: SymmetricKey(size: .bits256)) }

    private init(secret: SymmetricKey) { self.secret = secret }

    /// Reads 64 lower-case hex digits, as ``hex`` gives them; nothing for any other text.
    package init?(hex: String) {
        let digits = hex.utf8.compactMap(JournalKey.value(of:))
        guard hex.utf8.count == 64, digits.count == 64 else { return nil }
        secret = SymmetricKey(
            data: stride(from: 0, to: 64, by: 2).map { digits[$0] << 4 | digits[$0 + 1] })
    }

    /// The secret itself, for the key's file and nowhere else.
    package var hex: String { secret.withUnsafeBytes(Hexadecimal.text(of:)) }

    package var description: String { "a journal's key" }
    package var customMirror: Mirror { Mirror(self, children: []) }

    private static func value(of digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
