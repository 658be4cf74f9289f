import Messages
import SupervisorCore
import Testing

@Suite("The order of starts and stops")
struct StartOrderTests {
    @Test("Each comes after what it needs, by name where the order is free; stops are reversed")
    func order() throws {
        let order = try StartOrder([
            "ledger": ["hub"], "hub": [], "scheduler": ["assessment", "hub"],
            "assessment": ["hub"],
        ])
        #expect(order.names == ["hub", "assessment", "ledger", "scheduler"])
        #expect(order.stopOrder == ["scheduler", "ledger", "assessment", "hub"])
        #expect(order.dependants(of: "hub") == ["assessment", "ledger", "scheduler"])
    }

    @Test("What does not run here holds nobody up")
    func absent() throws {
        let order = try StartOrder(["scheduler": ["hub", "assessment"]])
        #expect(order.names == ["scheduler"])
        #expect(order.needs(of: "scheduler") == [])
    }

    @Test("A circle is refused, and named without those who only wait for it")
    func circle() throws {
        let needs: [Identity: Set<Identity>] = [
            "a": ["b"], "b": ["c"], "c": ["b"], "free": [],
        ]
        let error = #expect(throws: DependencyCycle.self) { _ = try StartOrder(needs) }
        #expect(error?.names == ["b", "c"])
        #expect(error?.advice.problem.contains("b → c → b") == true)
    }

    @Test("Who needs itself is a circle")
    func selfish() {
        #expect(throws: DependencyCycle.self) { _ = try StartOrder(["a": ["a"]]) }
    }
}
