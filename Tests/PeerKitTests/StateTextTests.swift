import PeerKit
import Testing

@Suite("The text of a state")
struct StateTextTests {
    private struct Part: Hashable {
        private var name: String
        var count: Int?
        init(_ name: String, _ count: Int? = nil) { (self.name, self.count) = (name, count) }
    }

    private enum Kind {
        case none
        case one(Int)
        case both(Int, String)
    }

    private func text(_ value: Any) -> String { StateText(of: value).description }

    @Test("Equal values have the same text, however they came about")
    func equal() {
        var grown: [Part: Set<Int>] = [:]
        for number in 0..<1_000 { grown[Part("p\(number)"), default: []].insert(number) }
        for number in 5..<1_000 { grown[Part("p\(number)")] = nil }
        grown[Part("p1")]?.insert(3)
        var small: [Part: Set<Int>] = [Part("p1"): [3, 1]]
        for number in [4, 3, 2, 0] { small[Part("p\(number)")] = [number] }
        #expect(grown == small)
        #expect(text(grown) == text(small))
    }

    @Test("What differs anywhere has another text, also what is private")
    func different() {
        let values: [Any] = [
            1, "1", [1], Set([1, 2]), ["1": 2], ["2": 1], [1: "2"], Part("a"), Part("b"),
            Part("a", 0), Part("a", 1), Optional<Int>.none as Any, [Int](), Kind.none, Kind.one(1),
            Kind.both(1, "1"), ["a,b"], ["a", "b"], "a\"", true,
        ]
        #expect(Set(values.map(text)).count == values.count)
    }
}
