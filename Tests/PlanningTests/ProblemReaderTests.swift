import Foundation
import Testing

@testable import Planning

@Suite("Reading a problem")
struct ProblemReaderTests {
    static func fixture(_ name: String) throws -> [UInt8] {
        let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Fixtures/\(name)")
        return [UInt8](try Data(contentsOf: url))
    }

    /// The faults of `small-1.json` with one text in it replaced by another.
    private func faults(_ old: String, _ new: String) throws -> [ProblemFault] {
        let text = String(decoding: try ProblemReaderTests.fixture("small-1.json"), as: UTF8.self)
        try #require(text.contains(old))
        let changed = text.replacing(old, with: new, maxReplacements: 1)
        do {
            _ = try ProblemReader.read(Array(changed.utf8))
            return []
        } catch { return error.faults }
    }

    @Test("What was written is read again as it was", arguments: 0..<10 as Range<UInt64>)
    func roundTrip(seed: UInt64) throws {
        let problem = InventedWeek.problem(seed)
        let bytes = [UInt8](try PlanFile.text(of: problem))
        #expect(try ProblemReader.read(bytes) == problem)
        let plan = problem.formerPlan.sorted
        #expect(try PlanReader.read(Array(PlanFile.text(of: plan)), for: problem) == plan)
    }

    @Test(
        "Each fault is told with its path and a remedy",
        arguments: [
            (#""schema": "iop-week/1""#, #""schema": "iop-week/2""#, "schema"),
            (#""hoursPerBlock": 3"#, #""hoursPerBlock": "three""#, "hoursPerBlock"),
            (#""hoursPerBlock": 3"#, #""hoursPerBlock": 0"#, "hoursPerBlock"),
            (#""hoursPerBlock": 3,"#, "", "hoursPerBlock"),
            (#""hoursPerBlock": 3"#, #""hoursPerBlok": 3, "hoursPerBlock": 3"#, "hoursPerBlok"),
            (#""start": "09:00""#, #""start": "9""#, "blocks[0].start"),
            (#""start": "09:00""#, #""start": "12:30""#, "blocks[0].end"),
            (#""end": "12:00""#, #""end": "14:00""#, "blocks[1].start"),
            (#""id": "MON-PM""#, #""id": "MON-AM""#, "blocks[1].id"),
            (#""capacity": 14"#, #""capacity": -1"#, "rooms[0].capacity"),
            (#""site": "S1""#, #""site": "S9""#, "rooms[0].site"),
            (#""hardMinSize": 3"#, #""hardMinSize": 13"#, "groupTemplates[0].maxSize"),
            (#""modality": "in_person""#, #""modality": "by post""#, "groupTemplates[0].modality"),
            (#""phase": 2"#, #""phase": 4"#, "clients[0].phase"),
            (
                #""primaryClinician": "K001""#, #""primaryClinician": "K9""#,
                "clients[0].primaryClinician"
            ),
            (#""familyDue": false"#, #""familyDue": 0"#, "clients[0].familyDue"),
            (#""CBT": 1"#, #""CBT": true"#, "phases[0].requiredTypes.CBT"),
        ])
    func fault(old: String, new: String, path: String) throws {
        let found = try faults(old, new)
        #expect(found.contains { $0.path == path }, "\(found)")
        #expect(found.allSatisfy { !$0.problem.isEmpty && !$0.remedy.isEmpty })
    }

    @Test("All faults are told at once")
    func together() throws {
        let text = String(decoding: try ProblemReaderTests.fixture("small-1.json"), as: UTF8.self)
            .replacing(#""capacity": 14"#, with: #""capacity": "many""#)
            .replacing(#""hoursPerBlock": 3"#, with: #""hoursPerBlock": 99"#)
        let error = #expect(throws: ProblemFaults.self) {
            try ProblemReader.read(Array(text.utf8))
        }
        #expect(error?.faults.map(\.path) == ["hoursPerBlock", "rooms[0].capacity"])
    }

    @Test(
        "What is no JSON is refused with its line",
        arguments: [
            "", "{", "{}x", "[1,]", #"{"a" 1}"#, "{\n\"a\": 1.5}", "{\n\"a\": 1e9}", #"{"a":"b}"#,
            #"{"a":1,"a":2}"#, "nul", "\"\\u12\"", "\"\\ud800\"", "99999999999999999999",
            String(repeating: "[", count: 100_000),
        ])
    func noJSON(text: String) {
        let error = #expect(throws: ProblemFaults.self) {
            try ProblemReader.read(Array(text.utf8))
        }
        #expect(error?.faults.first?.path.hasPrefix("line ") == true)
    }

    @Test("A programme that breaks a rule by itself is refused")
    func programme() throws {
        var problem = InventedWeek.problem(1, hasWishes: false)
        let template = problem.groupTemplates[0].id
        problem.heldSessions = ["K0", "K1", "K2"].map {
            HeldSession(
                template: template, block: "B2", clinician: $0, freedom: .fixed, clients: [])
        }
        let bytes = [UInt8](try PlanFile.text(of: problem))
        let error = #expect(throws: ProblemFaults.self) { try ProblemReader.read(bytes) }
        #expect(error?.faults.first?.path == "heldSessions")
    }

    @Test("A plan that names what is not there is refused")
    func plan() throws {
        let problem = try ProblemReader.read(ProblemReaderTests.fixture("small-1.json"))
        let text = """
            {"sessions": [{"template": "X", "block": "MON-AM", "clinician": "K001",
            "clients": ["C0000", "nobody"]}], "appointments": []}
            """
        let error = #expect(throws: ProblemFaults.self) {
            try PlanReader.read(Array(text.utf8), for: problem)
        }
        #expect(error?.faults.map(\.path) == ["sessions[0].template", "sessions[0].clients"])
    }
}
