import Foundation
import TestKit
import Testing

@testable import ClinicalRules

@Suite("Each clinical number says where it comes from")
struct NumbersPageTests {
    private static let path = "docs/clinical/numbers.md"

    @Test("The tables of the page are those of the data files and of the rules")
    func page() throws {
        let now = try String(contentsOf: Golden.root().appending(path: Self.path), encoding: .utf8)
        #expect(now.contains(NumbersPage.mark))
        let difference = try Golden.difference(
            try NumbersPage.text(below: now), path: Self.path)
        #expect(difference == nil, "\(difference?.expected ?? "")\n---\n\(difference?.made ?? "")")
    }

    // A number counts as sourced by what stands around it, up to its file: that says a basis itself.
    @Test("No number in a data file is without a basis")
    func sourced() throws {
        var seen = 0
        for (name, text) in EmbeddedData.files where !name.hasPrefix("pages/") {
            let file = try JSONSerialization.jsonObject(with: Data(text.utf8))
            let numbers = Numbers(in: file)
            #expect(numbers.bare == [], "\(name)")
            seen += numbers.count
        }
        #expect(seen > 500)
    }

    @Test("Each basis and source of policy, dangers and editions stands on the page")
    func told() throws {
        let page = try String(contentsOf: Golden.root().appending(path: Self.path), encoding: .utf8)
        let words = page.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        for (name, text) in EmbeddedData.files
        where !name.hasPrefix("pages/") && !name.hasPrefix("instruments/") {
            let file = try JSONSerialization.jsonObject(with: Data(text.utf8))
            for source in Numbers(in: file).sources {
                #expect(words.contains(source.replacing("|", with: "\\|")), "\(name): \(source)")
            }
        }
    }

    @Test("Each number that a clinical service holds itself is on the page, or is no clinician's")
    func services() throws {
        let found = try Set(ServiceNumbers().found.keys)
        let told = Set(ServiceNumbers.clinical.map(\.name))
        #expect(told.isDisjoint(with: ServiceNumbers.technical))
        #expect(found == told.union(ServiceNumbers.technical))
        #expect(told.count == ServiceNumbers.clinical.count)
    }

    @Test("Each number that stands in the rules and in no data file is on the page")
    func constants() throws {
        let folder = Golden.root().appending(path: "Sources/ClinicalRules")
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        var found: Set<String> = []
        for case let file as URL in try #require(files) where file.pathExtension == "swift" {
            let text = try String(contentsOf: file, encoding: .utf8)
            for match in text.matches(of: /static let (\w+)(?:: Int)? = [\d_]+\n/) {
                found.insert(String(match.1))
            }
        }
        #expect(found == Set(NumbersPage.constants.map(\.name)))
    }
}

/// The numbers of a data file, and which of them no basis covers.
private struct Numbers {
    private(set) var count = 0
    /// Where a number stands that no object around it gives a basis for.
    private(set) var bare: [String] = []
    /// What the file names as sources.
    private(set) var sources: [String] = []

    init(in file: Any) { walk(file, at: "", isSourced: false) }

    private mutating func walk(_ value: Any, at place: String, isSourced: Bool) {
        switch value {
        case let object as [String: Any]:
            if let source = object["source"] as? String, object["basis"] != nil {
                sources.append(source)
            }
            if let text = object["text"] as? String, object["basis"] != nil { sources.append(text) }
            let isHere = isSourced || object["basis"] != nil || object["sources"] != nil
            for (key, value) in object { walk(value, at: "\(place)/\(key)", isSourced: isHere) }
        case let list as [Any]:
            for value in list { walk(value, at: place, isSourced: isSourced) }
        // A truth is a number here, too, of another type.
        case let number as NSNumber where String(cString: number.objCType) != "c":
            count += 1
            if !isSourced { bare.append("\(place): \(number)") }
        default: break
        }
    }
}
