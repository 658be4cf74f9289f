import Foundation
import TestKit
import Testing

@testable import ClinicalRules

@Suite("The page of the instruments")
struct ClinicalPageTests {
    @Test("The tables and lists of the page are those of the data files")
    func page() throws {
        let path = "docs/clinical/instruments.md"
        let now = try String(contentsOf: Golden.root().appending(path: path), encoding: .utf8)
        #expect(now.contains(ClinicalPage.mark))
        let difference = try Golden.difference(ClinicalPage.text(below: now), path: path)
        #expect(difference == nil, "\(difference?.expected ?? "")\n---\n\(difference?.made ?? "")")
    }

    @Test("Each instrument stands in it, with its validity to confirm")
    func whole() {
        let text = ClinicalPage.text(below: "")
        let signed = text.components(separatedBy: "## For the clinician who signs").last ?? ""
        for instrument in InstrumentLibrary.all {
            #expect(text.contains("| `\(instrument.id)` \(instrument.version): "))
            #expect(signed.contains("- `\(instrument.id)`: validity"), "\(instrument.id)")
        }
    }
}
