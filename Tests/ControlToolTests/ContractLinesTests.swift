import ClinicalRules
import Foundation
import Messages
import TestKit
import Testing
import TherapyContract

@testable import ClinicClient
@testable import cairn

@Suite("What an approver reads of a contract")
struct ContractLinesTests {
    private func contract(_ name: String) throws -> PluginContract {
        let file = Golden.root().appending(path: "Plugins/\(name)/plugin.json")
        return try ContractCheck.read(
            Array(try Data(contentsOf: file)), form: InstrumentFile.faults)
    }

    @Test("A form's alerts are told: which item, which answers, what staff are told; and its times")
    func alerts() throws {
        let contract = try contract("dbt")
        let lines = ContractLines.of(contract)
        for form in contract.forms {
            let instrument = try #require(InstrumentFile.instrument(of: form))
            for danger in instrument.dangers {
                let line = try #require(lines.first { $0.contains(danger.guidance) })
                #expect(line.hasPrefix("alerts staff of \(danger.kind), to act "), "\(line)")
                for item in (danger.items ?? []).compactMap(instrument.item) {
                    #expect(line.contains("“\(item.label)” is answered with "), "\(line)")
                }
            }
            #expect(lines.contains { $0.hasPrefix("asks \(instrument.id) ") }, "\(lines)")
        }
        #expect(lines.contains { $0.hasPrefix("alerts staff of ") })
        #expect(lines.contains { $0.contains("asks diary-card every ") }, "\(lines)")
    }

    @Test("All that a contract declares by name is in its lines, for each of our therapies")
    func whole() throws {
        let place = Golden.root().appending(path: "Plugins").path
        var count = 0
        for name in try FileManager.default.contentsOfDirectory(atPath: place).sorted()
        where FileManager.default.fileExists(atPath: "\(place)/\(name)/plugin.json") {
            let contract = try contract(name)
            let text = ContractLines.of(contract).joined(separator: "\n")
            var names = contract.offerings.flatMap { [$0.name] + $0.room + $0.notFor }
            names += contract.curriculum.flatMap { $0.modules.map(\.name) }
            names += contract.practice.map(\.name) + contract.facts.map(\.name)
            names += contract.facts.flatMap { $0.fields.keys.sorted() }
            names += contract.commands.map(\.name)
            names += contract.commands.flatMap { $0.roles.map(\.rawValue) }
            names += contract.told.map(\.event.description)
            names += contract.reactsTo.map(\.description)
            names += contract.configuration.keys.sorted() + contract.measures.map(\.scale)
            for word in names { #expect(text.contains(word), "\(name): \(word)") }
            count += 1
        }
        #expect(count > 8)
    }

    @Test("A therapy without commands refuses a record, and names what it takes")
    func takesNone() throws {
        func words(_ contract: String) throws -> TherapyWords {
            TherapyWords(
                ApprovedTherapy(
                    therapy: "calm", isInUse: true,
                    contract: try JSONText.decode(JSONFragment.self, from: Array(contract.utf8))))
        }
        let head = #""contract": 1, "id": "calm", "version": "1", "title": "Calm""#
        let silent = try words("{\(head)}").takesNo("record").advice
        #expect(silent.problem == "calm takes no record: its contract declares none.")
        #expect(silent.remedy.contains("It takes nothing from staff"))
        let practised = try words(
            #"{\#(head), "practice": [{"name": "breathe", "title": "Breathe"}]}"#
        ).takesNo("record").advice
        #expect(practised.remedy.contains("It takes `cairn therapy report`"), "\(practised)")
        #expect(practised.remedy.contains("cairn therapy show calm"))
    }
}
