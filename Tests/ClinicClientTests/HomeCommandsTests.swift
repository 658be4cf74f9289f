import Testing

@testable import ClinicClient

@Suite("Commands that are given at home")
struct HomeCommandsTests {
    @Test("A remedy that works where it is read is left as it is; another says where it works")
    func notes() {
        #expect(HomeCommands.note(on: "See `cairn status`, or `cairn start ledger`.") == nil)
        #expect(HomeCommands.note(on: "Bring it up.") == nil)
        #expect(
            HomeCommands.note(on: "See `cairn logs ledger`.")?.hasPrefix("`cairn logs` is given")
                == true)
        let both = HomeCommands.note(on: "`cairn down`, then `cairn up`, `cairn up x`.")
        #expect(both?.hasPrefix("`cairn down`, `cairn up` are given") == true)
    }
}
