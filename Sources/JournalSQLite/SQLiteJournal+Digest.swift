internal import Journal

extension SQLiteJournal {
    /// A keyed digest of a text, 64 hex digits. A plain hash would let anyone confirm a guess; this
    /// one needs the journal's key, and is the same for one key and one owner.
    package func keyedDigest(of text: String) -> String {
        let digits = Array("0123456789abcdef".utf8)
        let bytes = box.lookup("digest", "of a text", text)
        return String(
            decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
