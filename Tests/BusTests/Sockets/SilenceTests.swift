import Testing

@testable import Bus

@Suite("A wire on which nothing comes")
struct SilenceTests {
    /// At which of some seconds the silence was over, if something had come at the first.
    private func ends(_ looks: [(seconds: Double, hasCome: Bool)]) -> [Double] {
        var silence = Silence()
        let start = ContinuousClock.now
        return looks.filter { silence.isOver($0.hasCome, at: start + .seconds($0.seconds)) }
            .map(\.seconds)
    }

    @Test("After six seconds without a word the connection is made anew, and again after six more")
    func silent() {
        let looks = [0, 5.9, 6, 11, 12].map { ($0, $0 == 0) }
        #expect(ends(looks) == [6, 12])
    }

    @Test("What comes ends a silence, and before anything came there is none")
    func spoken() {
        #expect(ends([(60, false), (61, true), (66, true), (71, false)]) == [])
    }
}
