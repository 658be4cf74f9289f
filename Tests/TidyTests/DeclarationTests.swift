import Foundation
import Testing

@Suite("Declarations")
struct DeclarationTests {
    @Test("Only products are public")
    func isPublic() throws {
        let files = try SourceTree.swift()
        #expect(files.flatMap(DeclarationRule.publicFaults) == [])
    }

    @Test("What is public elsewhere is found")
    func foundPublic() {
        let line = "    public struct Seat {"
        let hub = SourceFile(path: "Sources/Services/Hub/Core/A.swift", text: line)
        #expect(DeclarationRule.publicFaults(in: hub).count == 1)
        let messages = SourceFile(path: "Sources/Messages/A.swift", text: line)
        #expect(DeclarationRule.publicFaults(in: messages) == [])
        for other in [
            "settings.publicStatements = 1", "guard open > 0 else { return }", "let open = 1",
            "package import Journal", "return open(path, O_RDWR)",
        ] {
            let file = SourceFile(path: "Sources/Services/Hub/A.swift", text: other)
            #expect(DeclarationRule.publicFaults(in: file) == [])
        }
    }

    @Test("No type is a manager or a helper")
    func names() throws {
        let files = try SourceTree.swift(in: ["Sources", "Plugins", "Tests"])
        #expect(files.flatMap(DeclarationRule.nameFaults) == [])
    }

    @Test(
        "A name that says nothing is found",
        arguments: ["final class BusManager {", "enum DateUtils: Sendable {", "struct Helper<T> {"])
    func foundName(line: String) {
        let file = SourceFile(path: "Sources/Services/Hub/A.swift", text: line)
        #expect(DeclarationRule.nameFaults(in: file).count == 1)
    }

    @Test("Every type that others see says what it is")
    func comments() throws {
        let files = try SourceTree.swift(in: ["Sources"])
        #expect(files.flatMap(DeclarationRule.commentFaults) == [])
    }

    @Test("A type without a comment is found; attributes may stand between")
    func foundComment() {
        let bare = SourceFile(path: "A.swift", text: "\npackage struct Seat {")
        #expect(DeclarationRule.commentFaults(in: bare).count == 1)
        let plain = SourceFile(path: "A.swift", text: "// A seat.\npublic enum Seat {")
        #expect(DeclarationRule.commentFaults(in: plain).count == 1)
        let documented = SourceFile(
            path: "A.swift", text: "/// A seat.\n@frozen\npublic struct Seat {")
        #expect(DeclarationRule.commentFaults(in: documented) == [])
        let function = SourceFile(path: "A.swift", text: "package func act(by actor: Actor)")
        #expect(DeclarationRule.commentFaults(in: function) == [])
    }

    @Test("Every member that a stranger sees says what its type does not")
    func members() throws {
        let files = try SourceTree.swift(in: ["Sources"])
        #expect(files.flatMap(DeclarationRule.memberFaults) == [])
    }

    @Test(
        "A member without a comment is found",
        arguments: [
            "public struct A {\n    public var due: LocalDate\n}",
            "public struct A {\n    // Not for readers.\n    public let due: LocalDate\n}",
            "public struct A {\n    public var client: ClientID?\n}",
            "public struct A {\n    public var first: ClientID\n}",
            "extension A {\n    public static let adult: A = \"adult\"\n}",
            "extension A {\n    public static func make(\n        _ text: String\n    ) -> A\n}",
            "extension A {\n    public init?(_ text: String) {\n    }\n}",
            "public enum A: Error,\n    Equatable\n{\n    case lost(Int)\n}",
            "public protocol A {\n    mutating func apply(_ fact: Fact)\n}",
            "public protocol A {\n    associatedtype Answer\n}",
        ])
    func foundMember(text: String) {
        let file = SourceFile(path: "Sources/Messages/A.swift", text: text)
        #expect(DeclarationRule.memberFaults(in: file).count == 1)
    }

    @Test("In a kit for strangers nothing is so plain that it needs no comment")
    func foundInKit() {
        for member in [
            "public var client: ClientID", "public init() {}", "public let advice: Advice",
        ] {
            let text = "public struct A {\n    \(member)\n}"
            let kit = SourceFile(path: "Sources/PluginKit/A.swift", text: text)
            #expect(DeclarationRule.memberFaults(in: kit).count == 1, "\(member)")
            let other = SourceFile(path: "Sources/Messages/A.swift", text: text)
            #expect(DeclarationRule.memberFaults(in: other) == [], "\(member)")
        }
    }

    @Test("The code on the first page of PluginKit's reference is an example that is tested")
    func referencePage() throws {
        let files = try SourceTree.everything()
        let page = try #require(files.first { $0.path.hasSuffix("PluginKit.docc/PluginKit.md") })
        let code = page.text.components(separatedBy: "```swift\n").last?
            .components(separatedBy: "```").first
        let example = files.first {
            $0.path.hasSuffix("breathing/Sources/Breathing/Breathing.swift")
        }
        #expect(code == example?.text)
    }

    @Test(
        "What is documented, plain, or seen by nobody else passes",
        arguments: [
            "public struct A {\n    /// When it counts as late.\n    public var due: LocalDate\n}",
            "public struct A {\n    public var client: ClientID\n}",
            "public struct A {\n    public static let entity = \"session\"\n}",
            "public struct A {\n    public init(due: LocalDate) {\n        let a = due\n    }\n}",
            "public struct A {\n    public init(from decoder: any Decoder) throws {\n    }\n}",
            "public struct A {\n    public static func < (left: Self, right: Self) -> Bool\n}",
            "public struct A {\n    private enum CodingKeys: String, CodingKey {\n        case a\n    }\n}",
            "public enum A {\n    /// B.\n    public func b() {\n        switch self {\n        case .b: c()\n        }\n    }\n}",
            "enum A {\n    case lost\n}",
            "package struct A {\n    package var due: LocalDate\n    var other: Int\n}",
        ])
    func passes(text: String) {
        let file = SourceFile(path: "Sources/Messages/A.swift", text: text)
        #expect(DeclarationRule.memberFaults(in: file) == [])
    }
}
