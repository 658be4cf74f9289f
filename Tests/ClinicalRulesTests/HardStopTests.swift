import Foundation
import Messages
import TestKit
import Testing

@testable import ClinicalRules

@Suite("Published hard stops, against an independent program in Python")
struct HardStopTests {
    /// A random client, and what the other program says.
    private struct Client: Decodable {
        var parts: [Part]
        var stops: [String]
        /// Questions and forms about danger that are open.
        var open: [String]
        var isEmergency: Bool
        /// What the ratings say; none while one is missing.
        var level: LevelOfCare?
    }

    /// What came at one time: answers, a form, a rating, or that a gate was cleared.
    private struct Part: Decodable {
        /// In hours.
        var age: Int
        var answers: [String: Int]?
        var form: String?
        var items: [String: Int]?
        /// Whether the other program takes the form for whole.
        var whole: Bool?
        var dimension: Int?
        var rating: Int?
        var cleared: String?
    }

    private static let now = Timestamp(milliseconds: 1_795_442_400_000)
    /// Clients of one run of the other program.
    private static let batch = 10_000
    /// A hundredth of the long form, which is CAIRN_CLIENTS=1000000.
    private static let clients =
        ProcessInfo.processInfo.environment["CAIRN_CLIENTS"].flatMap(Int.init) ?? batch

    @Test(
        "Each hard stop holds for exactly those of whom both programs say so",
        arguments: PlacementEditions.ids)
    func hold(edition id: String) throws {
        let edition = try #require(PlacementEditions.edition(id))
        var seen: [String: Int] = [:]
        for (index, start) in stride(from: 0, to: Self.clients, by: Self.batch).enumerated() {
            let count = min(Self.batch, Self.clients - start)
            for line in try Self.lines(of: id, seed: index + 1, count: count) {
                let client = try JSONDecoder().decode(Client.self, from: Data(line))
                let difference = try Self.difference(client, edition)
                if let difference {
                    Issue.record("\(difference): \(String(decoding: line, as: UTF8.self))")
                    return
                }
                for stop in client.stops { seen[stop, default: 0] += 1 }
            }
        }
        // Each of them was tried, many times.
        for gate in PlacementPolicy.current.gates {
            #expect(seen[gate.id, default: 0] > Self.clients / 250, "\(gate.id)")
        }
    }

    /// What the two programs say differently.
    private static func difference(_ client: Client, _ edition: PlacementEdition) throws -> String?
    {
        let evidence = try Self.evidence(client.parts, edition.id)
        let policy = PlacementPolicy.current
        let judged = policy.judge(evidence, edition: edition, at: now)
        let held = judged.gates.map(\.gate.id)
        guard held == client.stops else { return "held by \(held)" }
        let missing = judged.missing.filter { !$0.hasPrefix("dimension") }
        guard Set(missing) == Set(client.open) else { return "missing \(missing)" }
        guard judged.rated == client.level else {
            return "rated \(String(describing: judged.rated))"
        }
        // No outpatient level treats any of them: one person alone places nobody past it there.
        for level in [
            LevelOfCare.earlyIntervention, .outpatient, .outpatientTherapy, .outpatientManaged,
            .intensiveOutpatient, .partialHospitalization, .intensiveManaged,
        ]
        where judged.gates.contains(where: { $0.gate.satisfiedBy.contains(level) }) {
            return "\(level) treats a hard stop"
        }
        if client.isEmergency {
            return judged.level == .emergency ? nil : "no emergency"
        }
        guard client.open.isEmpty else {
            return judged.level == nil ? nil : "a level although danger is open"
        }
        if let level = client.level {
            return judged.level == level ? nil : "level \(String(describing: judged.level))"
        }
        // Ratings are missing: never taken for zero.
        let hasTreatment = judged.gates.contains { $0.gate.meanwhile != nil }
        return (judged.level != nil) == hasTreatment ? nil : "a level of missing ratings"
    }

    private static func evidence(_ parts: [Part], _ edition: String) throws -> Evidence {
        var evidence = Evidence()
        for (place, part) in parts.enumerated() {
            let time = now.advanced(byHours: -part.age)
            if let answers = part.answers {
                evidence.add(answers.mapValues { ItemAnswer(value: $0) }, at: time)
            }
            if let id = part.form, let items = part.items {
                let answers = items.mapValues { ItemAnswer(value: $0) }
                let submission = SubmissionID("f-\(place)")
                evidence.add(.init(submission: submission, answers: answers, at: time), of: id)
                let instrument = try #require(InstrumentLibrary.instrument(id))
                let isWhole = instrument.judge(answers, banding: nil).score != nil
                guard isWhole == part.whole else { throw OtherwiseWhole(form: id) }
                if isWhole { evidence.settle(submission, of: id) }
            }
            if let number = part.dimension, let value = part.rating {
                evidence.rate(
                    .init(edition: edition, number: number),
                    .init(value: value, rater: nil, at: time, evidence: [], event: nil))
            }
            if let gate = part.cleared {
                evidence.clear(gate, by: nil, act: "", at: time, event: nil)
            }
        }
        return evidence
    }

    /// The two programs disagree whether a form is whole.
    private struct OtherwiseWhole: Error { var form: String }

    private static func lines(of edition: String, seed: Int, count: Int) throws -> [ArraySlice<
        UInt8
    >] {
        let process = Process()
        process.executableURL = Golden.root().appending(path: "Tests/python3-with")
        process.arguments = [
            "json", "--",
            Golden.root().appending(path: "Tests/Proof/HardStops/hard_stops.py").path,
            "--edition", edition, "--seed", "\(seed)", "--clients", "\(count)",
        ]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        let lines = [UInt8](bytes).split(separator: UInt8(ascii: "\n"))
        try #require(process.terminationStatus == 0 && lines.count == count)
        return lines
    }
}
