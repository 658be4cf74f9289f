/// The interpreters by which a clinic lets therapies run their programs, beside programs of their
/// own folders.
///
/// An entry is a name that is looked for on the machine, `python3`, or the path of a program,
/// `/opt/ruby/bin/ruby`, which contracts name by its last part.
public struct AllowedInterpreters: Hashable, Sendable {
    /// What a clinic allows that says nothing of it.
    public static let usual = ["node", "perl", "python3"]

    private static let nameLimit = 32
    private static let pathLimit = 200

    private let entries: [String]

    /// - Parameter entries: `nil` for ``usual``; what is no entry allows nothing.
    public init(_ entries: [String]? = nil) {
        self.entries = (entries ?? Self.usual).filter { Self.name(of: $0) != nil }
    }

    /// What contracts call them, in order.
    public var names: [String] { entries.compactMap(Self.name).sorted() }

    /// The entry that a contract's word stands for; `nil` for none that is allowed.
    public func entry(for word: String) -> String? {
        entries.first { Self.name(of: $0) == word }
    }

    /// What contracts call an entry; `nil` for a text that is none.
    public static func name(of entry: String) -> String? {
        guard entry.hasPrefix("/") else { return isName(entry) ? entry : nil }
        let parts = entry.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        guard entry.utf8.count <= pathLimit, let last = parts.last, isName(String(last)),
            parts.allSatisfy({ isPart($0) })
        else { return nil }
        return String(last)
    }

    private static func isName(_ text: String) -> Bool {
        text.utf8.count <= nameLimit && isPart(text[...])
    }

    /// Letters, digits and `.`, `_`, `+`, `-`, of which none but `_` begins it: nothing that is hidden
    /// or leads up, and no option.
    private static func isPart(_ text: Substring) -> Bool {
        guard let first = text.utf8.first, isWord(first) || first == UInt8(ascii: "_") else {
            return false
        }
        return text.utf8.allSatisfy { isWord($0) || "._+-".utf8.contains($0) }
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}

extension Clinic {
    /// The interpreters by which its therapies may run.
    public var allowedInterpreters: AllowedInterpreters { AllowedInterpreters(interpreters) }
}
