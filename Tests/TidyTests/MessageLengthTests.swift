import Testing

@Suite("How long a message is")
struct MessageLengthTests {
    private func declarations() throws -> [MessageLengthRule.Declaration] {
        try SourceTree.swift(in: ["Sources/Messages/Services"])
            .flatMap(MessageLengthRule.declarations)
    }

    @Test("A message has at most twenty lines with its comment, or is an exception with a reason")
    func project() throws {
        let declarations = try declarations()
        #expect(declarations.count > 200)
        let long = declarations.filter { $0.lines > MessageLengthRule.most }
        #expect(long.filter { MessageLengthRule.exceptions[$0.name] == nil } == [])
    }

    @Test("Whatever is an exception is there, and longer")
    func exceptions() throws {
        let long = try declarations().filter { $0.lines > MessageLengthRule.most }
        let names = Set(MessageLengthRule.exceptions.keys)
        #expect(names.subtracting(long.map(\.name)) == [])
    }

    @Test("A message is measured from its comment to its brace, and a value is none")
    func measured() {
        let file = SourceFile(
            path: "Sources/Messages/Services/A/A.swift",
            text: """
                /// One.
                /// Two.
                public struct Seen: Event {
                    public static let type = "a.b.seen.v1"

                    public var day: LocalDate
                }

                /// A value.
                public struct Place: Codable {
                    public var room: String
                }
                """)
        let found = MessageLengthRule.declarations(in: file)
        #expect(found == [MessageLengthRule.Declaration(name: "Seen", lines: 7)])
    }
}
