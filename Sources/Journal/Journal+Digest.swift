extension Journal {
    /// What stands for a text where its plain hash would tell it to whoever guesses: the same for
    /// one key and one owner, and nobody computes it without the key. 64 hex digits.
    package func keyedDigest(of text: String) -> String {
        let digits = Array("0123456789abcdef".utf8)
        let bytes = box.lookup("digest", "of a text", text)
        return String(
            decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
