internal import ClinicClient
internal import ClinicFiles
internal import Messages

/// The known word that somebody means who typed a part of it.
///
/// One rule for ids of staff and instruments and for the words of lists: the word itself, whatever
/// the case and the dashes in it; else a beginning that no other has.
enum ShortForm {
    /// - Parameters:
    ///   - kind: what it is a name of, as a word.
    ///   - more: where all of them are told, as a sentence; each is named where this is left out.
    static func of(
        _ typed: String, in known: [String], naming kind: String, more: String? = nil
    ) throws(ClientError) -> String {
        if known.contains(typed) { return typed }
        let folded = fold(typed)
        let same = known.filter { fold($0) == folded }
        if same.count == 1 { return same[0] }
        let begun = folded.isEmpty ? [] : known.filter { fold($0).hasPrefix(folded) }
        if begun.count == 1 { return begun[0] }
        let words = begun.isEmpty ? known : begun
        throw ClientError.usage(
            Advice(
                begun.isEmpty
                    ? "There is no \(kind) of that name."
                    : "More than one \(kind) begins like that.",
                remedy: (begun.isEmpty ? question(typed, in: known) : "")
                    + ((begun.isEmpty ? more : nil)
                        ?? "Use one of: \(words.joined(separator: ", ")).")))
    }

    /// An id that the clinic made up: whole, or its beginning or its end, where no other has that.
    ///
    /// Ids of one hour begin alike, and end as chance has it: so the end is the shorter name.
    ///
    /// - Parameter more: where the ids stand, as a sentence.
    static func id<Kind>(
        _ typed: String, in known: [Identifier<Kind>], naming kind: String, more: String
    ) throws(ClientError) -> Identifier<Kind> {
        if let found = known.first(where: { $0.text == typed }) { return found }
        let folded = typed.lowercased()
        let fit =
            folded.count < leastOfAnID
            ? []
            : known.filter {
                let text = $0.text.lowercased()
                return text.hasPrefix(folded) || text.hasSuffix(folded)
            }
        if let found = fit.first, fit.count == 1 { return found }
        throw ClientError.usage(
            Advice(
                fit.isEmpty
                    ? "There is no \(kind) of that id." : "More than one \(kind) has such an id.",
                remedy: (fit.isEmpty ? NearMiss.question(folded, in: known.map(\.text)) : "")
                    + "The beginning or the end of an id is enough, from \(leastOfAnID) letters on."
                    + " \(more)"))
    }

    /// Of fewer letters an id would be hit by a slip.
    static let leastOfAnID = 3

    /// The word of a list.
    static func of<Word: OpenEnumeration>(
        _ typed: String, naming kind: String
    ) throws(ClientError) -> Word {
        Word(rawValue: try of(typed, in: Word.known.map(\.rawValue), naming: kind))
    }

    /// Somebody of the clinic's staff.
    static func staff(_ typed: String, in clinic: Clinic) throws(ClientError) -> StaffID {
        StaffID(try of(typed, in: clinic.staff.map(\.id.text), naming: "member of the staff"))
    }

    /// The word that was probably meant, its dashes aside.
    private static func question(_ typed: String, in known: [String]) -> String {
        let near =
            NearMiss.of(typed, in: known)
            ?? NearMiss.of(fold(typed), in: known.map(fold)).flatMap { folded in
                known.first { fold($0) == folded }
            }
        return near.map { "Did you mean \($0)? " } ?? ""
    }

    private static func fold(_ text: String) -> String {
        text.lowercased().filter { $0.isLetter || $0.isNumber }
    }
}
