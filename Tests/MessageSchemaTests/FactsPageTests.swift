import Foundation
import Messages
import TestKit
import Testing

@testable import TherapyContract

@Suite("docs/plugins/facts.md: all that a therapy may hear")
struct FactsPageTests {
    @Test("It is as the declarations make it now; UPDATE_GOLDEN=1 renews it")
    func isCurrent() throws {
        let difference = try FactsPage().difference()
        #expect(difference == nil, "docs/plugins/facts.md is out of date")
    }

    @Test("It has each fact that a contract may name, and none that it may not")
    func isWhole() throws {
        let text = try FactsPage().text()
        let told = Set(
            text.split(separator: "\n").filter { $0.hasPrefix("### `") }.map {
                String($0.dropFirst(5).dropLast())
            })
        let readable = MessageCatalog.contracts.flatMap {
            PluginContract.readable(of: $0.service)
        }
        #expect(told.filter { !$0.hasPrefix("<id>.") } == Set(readable))
        #expect(told.filter { $0.hasPrefix("<id>.") }.count == FactsPage.own.count)
        #expect(!text.contains("\n### `assessment.identity."))
    }

    @Test("What it shows of each has its fields, and an example that reads as one")
    func examples() throws {
        let parts = try FactsPage().text().components(separatedBy: "\n### `").dropFirst()
        #expect(parts.count > 60)
        for part in parts {
            guard let begin = part.range(of: "```json\n"),
                let end = part.range(of: "\n```", range: begin.upperBound..<part.endIndex)
            else {
                Issue.record("There is no example: \(part.prefix(60))")
                continue
            }
            let example = Array(part[begin.upperBound..<end.lowerBound].utf8)
            let fields = try JSONText.decode([String: JSONFragment].self, from: example).keys
            for field in fields { #expect(part.contains("| `\(field)` |"), "\(part.prefix(60))") }
        }
    }
}
