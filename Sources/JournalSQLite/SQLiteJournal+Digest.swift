internal import Journal
internal import Messages

extension SQLiteJournal {
    /// A keyed digest of a text, 64 hex digits. A plain hash would let anyone confirm a guess; this
    /// one needs the journal's key, and is the same for one key and one owner.
    package func keyedDigest(of text: String) -> String {
        box.lookup("digest", "of a text", text).withUnsafeBytes(Hexadecimal.text(of:))
    }
}
