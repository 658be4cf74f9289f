/// The known word that somebody probably meant.
///
/// One rule for every word that a person types: commands, queries, streams, ids, roles and the
/// words of `clinic.yaml`.
package enum NearMiss {
    /// Longer words are not compared: the work grows with the square of the length.
    private static let longest = 64

    /// The nearest of the known words, if it is near enough to be meant.
    ///
    /// Near enough is one slip in a word of up to five letters, and one more for each further
    /// four: a letter too much, too few or another, or two neighbours that changed places.
    package static func of(_ word: String, in known: some Sequence<String>) -> String? {
        let typed = Array(word.lowercased().utf8)
        guard !typed.isEmpty, typed.count <= longest else { return nil }
        let limit = 1 + max(0, typed.count - 2) / 4
        let near = known.compactMap { candidate -> (distance: Int, word: String)? in
            let letters = Array(candidate.lowercased().utf8)
            guard letters.count <= longest, abs(letters.count - typed.count) <= limit else {
                return nil
            }
            let slips = distance(typed, letters)
            // Of a short word nothing may be left over: `a` is not a slip of `b`.
            return slips <= limit && slips < max(letters.count, typed.count)
                ? (slips, candidate) : nil
        }
        // Of two that are as near, the one that begins as it was typed: slips come later in a word.
        let ranked = near.map { found in
            let begin = zip(typed, found.word.lowercased().utf8).prefix { $0 == $1 }.count
            return (rank: (found.distance, -begin, found.word), word: found.word)
        }
        return ranked.min { $0.rank < $1.rank }?.word
    }

    /// `Did you mean X?` and a space, or nothing: to go before what else there is to do. A word that
    /// is known was meant.
    package static func question(_ word: String, in known: some Sequence<String>) -> String {
        guard !known.contains(word) else { return "" }
        return of(word, in: known).map { "Did you mean \($0)? " } ?? ""
    }

    /// How many slips lead from one word to the other, with two that changed places as one.
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var older = [Int](repeating: 0, count: right.count + 1)
        var old = Array(0...right.count)
        for (row, letter) in left.enumerated() {
            var new = [row + 1] + [Int](repeating: 0, count: right.count)
            for (column, other) in right.enumerated() {
                new[column + 1] = min(
                    old[column + 1] + 1, new[column] + 1, old[column] + (letter == other ? 0 : 1))
                if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
                    new[column + 1] = min(new[column + 1], older[column - 1] + 1)
                }
            }
            (older, old) = (old, new)
        }
        return old[right.count]
    }
}
