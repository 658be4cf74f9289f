/// A message's type, taken apart: `scheduler.session.scheduled.v1`.
struct MessageType {
    /// Who publishes or decides it; `*` for whoever does.
    let owner: String
    let words: [String]
    let version: Int

    init(of declaration: Declaration, as kind: Declaration.Kind) throws {
        let isPeers = [.peerCommand, .peerQuery, .therapyCommand].contains(kind)
        let form =
            (isPeers ? "*." : "scheduler.")
            + (kind == .event ? "session.scheduled" : "plan-week") + ".v1"
        guard let text = declaration.type else {
            throw declaration.fault(
                "it does not say its type.",
                remedy: "Write `public static let type = \"\(form)\"` as its first line.")
        }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == kind.words.count + 2, let last = parts.last,
            last.hasPrefix("v"), let version = Int(last.dropFirst()), version > 0,
            parts[1..<(parts.count - 1)].allSatisfy(MessageType.isToken),
            MessageType.isOwner(parts[0], of: kind)
        else {
            throw declaration.fault(
                "\"\(text)\" is no type of a message.",
                remedy: "That of a \(kind.rawValue) looks like \"\(form)\".")
        }
        (owner, words) = (parts[0], Array(parts[1..<(parts.count - 1)]))
        self.version = version
    }

    /// The file under docs/protocol, without its ending.
    func golden(of kind: Declaration.Kind) -> String {
        ([kind.folder, owner == "*" ? "any" : owner] + words + ["v\(version)"])
            .joined(separator: ".")
    }

    private static func isOwner(_ text: String, of kind: Declaration.Kind) -> Bool {
        switch kind {
        case .event: text == "*" || isToken(text)
        case .peerCommand, .peerQuery, .therapyCommand: text == "*"
        case .command, .query, .pagedQuery: isToken(text)
        }
    }

    private static func isToken(_ text: String) -> Bool {
        !text.isEmpty && text.allSatisfy { ("a"..."z" ~= $0) || ("0"..."9" ~= $0) || $0 == "-" }
    }
}
