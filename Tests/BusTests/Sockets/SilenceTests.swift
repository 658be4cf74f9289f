import Testing

@testable import Bus

@Suite("A wire on which nothing comes")
struct SilenceTests {
    private let start = ContinuousClock.now

    @Test("After six seconds without a word the connection is made anew, and again after six more")
    func silent() {
        var silence = Silence()
        #expect(!silence.isOver(true, at: start))
        #expect(!silence.isOver(false, at: start + .milliseconds(5_999)))
        #expect(silence.isOver(false, at: start + .seconds(6)))
        #expect(!silence.isOver(false, at: start + .seconds(11)))
        #expect(silence.isOver(false, at: start + .seconds(12)))
    }

    @Test("What comes ends a silence, and before anything came there is none")
    func spoken() {
        var silence = Silence()
        #expect(!silence.isOver(false, at: start + .seconds(60)))
        #expect(!silence.isOver(true, at: start + .seconds(61)))
        #expect(!silence.isOver(true, at: start + .seconds(66)))
        #expect(!silence.isOver(false, at: start + .seconds(71)))
    }
}
