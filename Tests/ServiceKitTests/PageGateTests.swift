import Testing

@testable import ServiceKit

@Suite("Pages that are read at once")
struct PageGateTests {
    @Test("As many as the bound get in; the next is turned away, until one leaves")
    func bound() {
        let gate = PageGate(limit: 4)
        #expect((1...6).map { _ in gate.enter() } == [true, true, true, true, false, false])
        gate.leave()
        #expect((1...2).map { _ in gate.enter() } == [true, false])
    }
}
