import ClinicFiles
import Messages
import Testing

@Suite("The word that was meant")
struct NearMissTests {
    private static let words = [
        "status", "start", "stop", "scheduler.plan-week", "scheduler.week", "clinician", "adult",
        "office", "t01", "it1",
    ]

    @Test(
        "A slip is recognized",
        arguments: [
            ("statsu", "status"), ("stats", "status"), ("sttop", "stop"), ("clincian", "clinician"),
            ("scheduler.plan-weeks", "scheduler.plan-week"), ("ofice", "office"),
            ("adlt", "adult"), ("Adult", "adult"), ("t1", "t01"),
            ("scheduler.weke", "scheduler.week"),
        ])
    func slip(typed: String, meant: String) {
        #expect(NearMiss.of(typed, in: Self.words) == meant)
    }

    @Test("Another word is none", arguments: ["", "x", "history", "backup", "q", "zz"])
    func other(typed: String) { #expect(NearMiss.of(typed, in: Self.words) == nil) }

    @Test("What is far too long is not compared")
    func long() {
        let word = String(repeating: "a", count: 100_000)
        #expect(NearMiss.of(word, in: [word + "b", "a"]) == nil)
    }
}
