import ClinicalRules
import Messages
import Testing

@testable import cairn

@Suite("The page for a client")
struct ClientPageTests {
    private func text(_ language: String, _ standing: PlacementStanding?) throws -> String {
        let words = try #require(PageWords.named(language))
        let lines = ClientPage(words: words, standing: standing).lines.map(\.text)
        // A page of letter paper, in a font of ten characters to the inch.
        #expect(lines.count <= 60 && lines.allSatisfy { $0.count <= ClientPage.width })
        #expect(!lines.contains { $0.contains("{") || $0.contains("}") })
        return lines.joined(separator: "\n")
    }

    /// The words in a row, wherever a line of the page ends.
    private static func flat(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    private func standing(
        _ level: LevelOfCare? = nil, gates: [String] = [], changes: [LevelChange] = [],
        confirmed: PlacementConfirmed? = nil, isOurs: Bool? = nil
    ) -> PlacementStanding {
        let held = gates.map { id in
            HeldGate(
                gate: id, isEmergency: id == "suicide-risk", finding: "", value: "",
                at: Timestamp(milliseconds: 0),
                acts: PlacementPolicy.current.gate(id)?.acts.map(\.id) ?? [], clearedBy: [],
                satisfiedBy: [])
        }
        let recommended = level.map { level in
            PlacementRecommended(
                client: "c-1", placement: "r-1", edition: "asam-3", policy: "p", level: level,
                hardStops: gates, reasons: [], counterfactuals: [], deciding: [5],
                changes: changes)
        }
        return PlacementStanding(
            edition: "asam-3", language: "es", missing: [], gates: held, cleared: [],
            recommended: recommended, recommendedAt: nil, confirmed: confirmed, isOurs: isOurs)
    }

    @Test("Both ways to get help stand side by side, for everybody")
    func general() throws {
        let english = try text("en", nil)
        #expect(english.contains("Outpatient: you live at home      Inpatient: you stay there"))
        #expect(!english.contains("What we recommend"))
        #expect(Self.flat(try text("es", nil)).contains("llame al 988 y marque 2"))
    }

    @Test("What speaks for a level, what would change it and what comes next, in both languages")
    func recommended() throws {
        let known = standing(
            .intensiveOutpatient, gates: ["withdrawal-history"],
            changes: [
                LevelChange(gate: "withdrawal-history", level: .intensiveOutpatient),
                LevelChange(dimension: 5, rating: "1", level: .outpatient),
                LevelChange(dimension: 2, rating: "3", level: .medicallyMonitored),
                LevelChange(dimension: 6, level: .intensiveOutpatient, upTo: .residential),
            ])
        let english = try text("en", known)
        for said in [
            "9 hours a week or more", "stopping was dangerous before",
            "What counts most: how likely you are to use again",
            "If this gets better: how likely", "If this gets worse: your physical health",
            "We still have to talk about this: your home", "a doctor or nurse looks at it with you",
            "You decide together",
        ] {
            #expect(english.replacing("\n  ", with: " ").contains(said), "\(said)")
        }
        let spanish = try text("es", known)
        #expect(spanish.contains("Recomendamos atención ambulatoria intensiva"))
        #expect(spanish.contains("Deciden juntos"))
    }

    @Test("Danger is told first, and who waits hears what is done meanwhile")
    func next() throws {
        let danger = try text("en", standing(.emergency, gates: ["suicide-risk"]))
        #expect(danger.contains("You need emergency help first."))
        let waits = PlacementConfirmed(
            client: "c-1", placement: "r-1", indicated: .intensiveOutpatient,
            placed: .intensiveOutpatient, ages: .adult, available: .outpatient,
            interim: "A call each Tuesday.",
            stepDown: StepDown(
                level: .residentialHigh, program: "Pine House",
                transfer: LocalDate(daysSince1970: 20_790)))
        let text = Self.flat(
            try text("en", standing(.intensiveOutpatient, confirmed: waits, isOurs: true)))
        #expect(
            text.contains("A call each Tuesday.") && text.contains("before you leave Pine House"))
        #expect(text.contains("You begin with us."))
        #expect(try self.text("en", standing()).contains("We do not know enough yet"))
    }
}
