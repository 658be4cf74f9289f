import Foundation
import Messages
import TestKit
import Testing

@testable import ClinicalRules
@testable import embed_data

@Suite("The data files of instruments")
struct InstrumentFileTests {
    private static let folder = Golden.root()
        .appending(path: "Sources/ClinicalRules/Data/instruments")

    private func files() throws -> [URL] {
        try FileManager.default.contentsOfDirectory(
            at: Self.folder, includingPropertiesForKeys: nil
        ).sorted { $0.path < $1.path }
    }

    @Test("Each file is read, names itself, and is in the program as it stands")
    func read() throws {
        for file in try files() {
            let bytes = Array(try Data(contentsOf: file))
            let name = file.lastPathComponent
            let instrument = try InstrumentFile.read(bytes, named: name)
            #expect(name == "\(instrument.id).json")
            #expect(InstrumentLibrary.instrument(instrument.id) == instrument)
            #expect(
                InstrumentLibrary.file(of: instrument.id) == String(decoding: bytes, as: UTF8.self))
        }
        #expect(try files().count == InstrumentLibrary.instruments.count)
    }

    @Test("Each file says what it must: cadence, a validity to confirm, and a licence that is kept")
    func told() {
        for instrument in InstrumentLibrary.all {
            #expect(instrument.validity.basis == .confirm, "\(instrument.id)")
            #expect(!instrument.cadence.source.isEmpty, "\(instrument.id)")
            let hasText = instrument.items.contains { $0.text != nil }
            #expect(!hasText || instrument.licence.ships == .wording, "\(instrument.id)")
        }
        let hours = ["ciwa-ar", "cows", "c-ssrs-screener"].map {
            InstrumentLibrary.instrument($0)?.validity.hours
        }
        #expect(hours == [24, 24, 168])
        #expect(InstrumentLibrary.instrument("c-ssrs-screener")?.validity.endsAtLapse == true)
        #expect(InstrumentLibrary.instrument("phq-9")?.reliableChange.map(\.points) == [5])
        let rhythm = InstrumentLibrary.instrument("bam-iop")?.cadence.repeats
        #expect(rhythm == [.init(phases: [1, 2], days: [7, 9])])
    }

    @Test("The published schema takes each file, and none of which a field is broken")
    func schema() throws {
        let process = Process()
        let root = Golden.root()
        process.executableURL = root.appending(path: "Tests/python3-with")
        process.arguments =
            [
                "jsonschema", "--",
                root.appending(path: "Tests/ClinicalRulesTests/Validator/validate.py").path,
                root.appending(path: "docs/clinical/instrument.schema.json").path,
            ] + (try files().map(\.path))
        let output = Pipe()
        (process.standardOutput, process.standardError) = (output, output)
        try process.run()
        let said = String(
            decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(said)")
        #expect(said.contains("\(try files().count) files"), "\(said)")
    }

    /// What is wrong with a file in which one text was replaced.
    private func fault(_ id: String, _ old: String, _ new: String) throws -> String {
        let text = try #require(InstrumentLibrary.file(of: id))
        try #require(text.contains(old), "\(id) has no \(old)")
        let place = try #require(text.range(of: old))
        let error = #expect(throws: InstrumentFileError.self, "\(old) -> \(new)") {
            try InstrumentFile.read(
                Array(text.replacingCharacters(in: place, with: new).utf8), named: "\(id).json")
        }
        return error?.description ?? ""
    }

    @Test(
        "What is wrong with a file is named with its place",
        arguments: [
            (
                "phq-9", #""lookbackDays": 14"#,
                #""lookbackDays": "two weeks""#, "lookbackDays is of another kind"
            ),
            ("phq-9", #""lookbackDays": 14"#, #""lookbackDays": -1"#, "lookbackDays is negative"),
            ("phq-9", #""version": "2""#, #""versoin": "2""#, "version is missing"),
            (
                "phq-9", #""version": "2""#,
                #""version": "2", "verson": "2""#, "verson means nothing"
            ),
            (
                "phq-9", #""version": "2""#,
                #""version": "2", "version": "3""#, "version stands twice"
            ),
            ("phq-9", #""id": "phq-9""#, #""id": "PHQ 9""#, "id is not of"),
            ("phq-9", #""key": "2""#, #""key": "1""#, "items[1].key is “1” again"),
            (
                "phq-9", #""answers": "frequency""#, #""answers": "often""#,
                "items[0].answers is “often”, which names no answer set"
            ),
            ("phq-9", "LOINC 44250-9", "LOINC 44250-8", "LOINC code with a wrong check digit"),
            (
                "phq-9", #""panel": "44249-1""#,
                #""panel": "44249-2""#, "44249-2, which has a wrong check digit"
            ),
            ("phq-9", #""values": [0, 1, 2, 3]"#, #""values": [0, 2, 1, 3]"#, "do not rise"),
            (
                "phq-9", #""values": [0, 1, 2, 3]"#,
                #""values": [0, 1, 2]"#, "labels are not as many"
            ),
            (
                "phq-9", #""min": 5, "max": 9"#,
                #""min": 6, "max": 9"#, "mild does not follow minimal"
            ),
            (
                "phq-9", #""min": 20, "max": 27"#,
                #""min": 20, "max": 26"#, "do not reach from 0 to 27"
            ),
            (
                "phq-9", #""items": ["9"], "atLeast": 1"#,
                #""items": ["19"], "atLeast": 1"#, "there is no item 19"
            ),
            (
                "phq-9", #""mustAnswer": ["9"]"#,
                #""mustAnswer": ["q9"]"#, "mustAnswer names item “q9”"
            ),
            ("phq-9", #""kind": "suicide-risk""#, #""kind": "suicide""#, "is not known"),
            ("phq-9", #""ships": "wording""#, #""ships": "codes""#, "has its wording"),
            ("phq-9", #""ships": "wording""#, #""ships": "all""#, "licence.ships has a value"),
            ("phq-9", #""points": 5"#, #""points": 0"#, "reliableChange[0].points is below 1"),
            (
                "phq-9", #""days": [14, 28]"#,
                #""days": [28, 14]"#, "cadence.repeats[0].days"
            ),
            ("phq-9", #""hours": 720"#, #""hours": 0"#, "validity.hours"),
            (
                "audit", #""whenZero": [["1"]]"#,
                #""whenZero": [["0"]]"#, "skips[0] names item “0”"
            ),
            (
                "audit-c", #""policy": "uk-phe", "scale""#,
                #""policy": "uk-phe", "when": {"sex": 1}, "scale""#, "the last of total asks"
            ),
            (
                "ciwa-ar", #""scale": "total", "atLeast": 19"#,
                #""scale": "total""#, "items or a scale without a limit"
            ),
            ("who-5", #""times": 4"#, #""times": 0"#, "multiplied by nothing"),
            (
                "bam-iop", #""scale": "use", "min": 1"#,
                #""scale": "uses", "min": 1"#, "flags[0].scale is “uses”"
            ),
            ("c-ssrs-screener", #", {"name": "none"}"#, "", "no outcome that always fits"),
        ])
    func faults(id: String, old: String, new: String, told: String) throws {
        guard let text = InstrumentLibrary.file(of: id) else { return }
        // The files are wrapped by width: what is replaced may stand on two lines there.
        let flat = text.contains(old) ? old : old.replacing(", ", with: ",\n")
        let said =
            text.contains(old)
            ? try fault(id, old, new) : try spreadFault(id, flat, new)
        #expect(said.contains(told), "\(said)")
        #expect(said.contains("\(id).json"))
    }

    /// The same in a file whose lines are joined.
    private func spreadFault(_ id: String, _ old: String, _ new: String) throws -> String {
        let text = try #require(InstrumentLibrary.file(of: id))
        let joined = text.replacing(/\n\s*/, with: " ").replacing("{ ", with: "{")
            .replacing("[ ", with: "[").replacing(" }", with: "}").replacing(" ]", with: "]")
        let flat = old.replacing(",\n", with: ", ")
        let place = try #require(joined.range(of: flat), "\(id) has no \(flat)")
        let error = #expect(throws: InstrumentFileError.self, "\(flat)") {
            try InstrumentFile.read(
                Array(joined.replacingCharacters(in: place, with: new).utf8), named: "\(id).json")
        }
        return error?.description ?? ""
    }

    @Test("What is no JSON object is refused, and several faults are all named")
    func noFile() throws {
        for text in ["", "[]", "{", "7", "null"] {
            let error = #expect(throws: InstrumentFileError.self) {
                try InstrumentFile.read(Array(text.utf8), named: "a.json")
            }
            #expect(error?.advice.remedy.contains("docs/clinical/instruments.md") == true)
        }
        let text = try #require(InstrumentLibrary.file(of: "sds"))
            .replacing(#""key": "2""#, with: #""key": "1""#)
            .replacing(#""lookbackDays": 365"#, with: #""lookbackDays": -365"#)
        let error = #expect(throws: InstrumentFileError.self) {
            try InstrumentFile.read(Array(text.utf8), named: "sds.json")
        }
        #expect(error?.faults.count ?? 0 >= 3)
    }

    @Test("A file that is put into the folder is put into the program as it stands")
    func embedded() {
        // Escapes, and ends of literals with one mark and with two.
        let odd = "{\"a\": \"\\#n \\##n \"}\"\"\"# \"\"\"##\n"
        let texts = ["{}\n", odd]
        let source = EmbeddedSource.text(of: [("a.json", texts[0]), ("b.json", texts[1])])
        #expect(source.contains("\"a.json\": #\"\"\"\n{}\n\n\"\"\"#,"))
        #expect(source.contains("\"b.json\": ###\"\"\"\n\(texts[1])\n\"\"\"###,"))
    }
}
