import Foundation
import Messages
import Testing
import TherapyContract

@testable import ClinicFiles
@testable import PeerBench

@Suite("What clinic.yaml sets for therapies")
struct TherapySettingsTests {
    private let folders: TherapyFolders
    init() throws { folders = try TherapyFolders() }

    private static let manifest = """
        {"contract": 1, "id": "rewards", "version": "1", "title": "Rewards",
         "offerings": [{"name": "o", "title": "T", "kind": "skills", "phases": ["p1"],
                        "minutes": 60, "perWeek": 1}],
         "configuration": {"cap": {"type": "integer", "least": 0, "most": 599, "default": 75}}}
        """

    /// A description that ends with some lines.
    private func clinic(_ lines: String) throws -> Clinic {
        try (SmallClinic.text() + lines).write(
            toFile: folders.folder.configuration, atomically: true, encoding: .utf8)
        return try folders.folder.clinic()
    }

    private func settings(_ lines: String) throws -> TherapySettings {
        TherapySettings(of: try clinic(lines), in: folders.folder)
    }

    @Test("It reads as the text that it is, whatever YAML takes it for")
    func read() throws {
        let clinic = try clinic(
            "therapies:\n  rewards: {cap: 100, share: 0.5, isLoud: true, motto: \"7\"}\n  dbt: {}\n"
        )
        #expect(
            clinic.therapies == [
                "rewards": ["cap": "100", "share": "0.5", "isLoud": "true", "motto": "7"],
                "dbt": [:],
            ])
        // It is on the bus, and in what is in force, as it was read.
        let again = try JSONText.decode(Clinic.self, from: JSONText.encode(clinic))
        #expect(again == clinic)
    }

    @Test(
        "A form that it does not have is refused with its line",
        arguments: [
            ("therapies: 5\n", "keys are needed, like contingency"),
            ("therapies:\n  Rewards: {cap: 1}\n", "must look like contingency"),
            ("therapies:\n  rewards: 5\n", "keys are needed, like reward-cap"),
            ("therapies:\n  rewards: [1]\n", "keys are needed, like reward-cap"),
            ("therapies:\n  rewards: {cap: [1]}\n", "a text is needed"),
            ("therapies:\n  rewards: {cap: }\n", "a text is needed"),
            ("therapies:\n  rewards: {cap: 1, cap: 2}\n", "a key is there twice: cap"),
        ])
    func form(_ lines: String, words: String) throws {
        let count = try SmallClinic.text().split(
            separator: "\n", omittingEmptySubsequences: false
        ).count
        do {
            _ = try clinic(lines)
            Issue.record("It was taken.")
        } catch {
            let problem = (error as? any Remediable)?.advice.problem ?? ""
            #expect(problem.contains(words), "\(problem)")
            let told = problem.firstMatch(of: /line (\d+)/).flatMap { Int($0.1) } ?? 0
            #expect((count...count + 1).contains(told), "\(problem)")
        }
    }

    @Test("What a contract does not take is told with line and remedy, and nothing else is")
    func unfit() throws {
        try folders.put("rewards", Self.manifest)
        try folders.put("calm", TherapyFolders.manifest("calm"))
        #expect(try settings("").faults.isEmpty)
        #expect(try settings("therapies: {rewards: {cap: 599}, calm: {}}\n").faults.isEmpty)
        let lines = "therapies:\n  calm:\n    x: 1\n  rewards:\n    cap: 600\n    caps: 1\n"
        let faults = try settings(lines).faults
        #expect(faults.count == 2)
        let first = try SmallClinic.text().split(
            separator: "\n", omittingEmptySubsequences: false
        ).count
        let words = faults.map(\.problem)
        #expect(words[0].contains("line \(first + 2), therapies.calm.x is no setting of calm"))
        #expect(words[0].contains("leave it out: it has none"))
        #expect(
            words[1].contains(
                "line \(first + 4), therapies.rewards.cap does not fit: write a whole number from 0 to"
                    + " 599"), "\(words)")
        #expect(words[1].contains("line \(first + 5), therapies.rewards.caps is no setting"))
        #expect(words[1].contains("did you mean cap?"))
        #expect(faults[1].remedy.contains("cairn reload"))
    }

    @Test("What is set for a therapy that is not there is named, and holds nothing up")
    func strangers() throws {
        try folders.put("rewards", Self.manifest)
        let lines = "therapies:\n  rewards: {cap: 1}\n  reward: {cap: 1}\n"
        let clinic = try clinic(lines)
        let left = PluginShelf.leftOut(of: folders.folder, clinic: clinic)
        #expect(left.count == 1)
        #expect(left[0].problem.contains("therapies.reward is no therapy of this clinic"))
        #expect(left[0].remedy.contains("Did you mean rewards?"))
    }

    @Test("The approved contract counts, and not another one that waits in the folder")
    func approved() throws {
        let path = try folders.put("rewards", Self.manifest)
        let copies = ApprovedCopies(of: folders.folder)
        let hash = try PluginTree(listing: path).hash()
        try copies.make("rewards", hash, from: path)
        let contract = try #require(copies.contract(of: "rewards", hash))
        try ApprovedList([
            .init(
                plugin: "rewards", content: PluginContent(version: "1", hash: hash),
                permission: contract.permission)
        ]).write(in: folders.folder)
        try folders.put("rewards", Self.manifest.replacing("599", with: "50"))
        #expect(try settings("therapies: {rewards: {cap: 100}}\n").faults.isEmpty)
    }

    @Test("A change of it is told as what it is, and changes no plan")
    func change() throws {
        let old = try clinic("therapies: {rewards: {cap: 1}}\n")
        let new = try clinic("therapies: {rewards: {cap: 2}, dbt: {x: 1}}\n")
        let change = DescriptionChange(from: old, to: new)
        #expect(change.changes == ["settings of dbt: added", "settings of rewards: changed"])
        #expect(change.fixed.isEmpty)
        #expect(old.planDigest == new.planDigest)
    }
}
