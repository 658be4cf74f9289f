import ArgumentParser
import Messages
import Testing

@testable import ClinicClient
@testable import cairn

@Suite("History, as a command is written")
struct HistoryCommandTests {
    @Test("The first event and the limit are numbers from 1 on")
    func arguments() throws {
        for wrong in [["--from", "0"], ["--from", "-3"], ["--limit", "0"], ["--limit", "x"]] {
            #expect(throws: (any Error).self) {
                try HistoryCommand.parse(["scheduler.session"] + wrong)
            }
        }
        for wrong in ["scheduler", "scheduler.>", "*.catalog", "a.b.c", "Scheduler.session"] {
            #expect(throws: (any Error).self, "\(wrong)") { try HistoryCommand.parse([wrong]) }
        }
        let command = try HistoryCommand.parse(["scheduler.session", "--from", "3"])
        #expect(command.from == 3)
        #expect(command.limit == nil)
    }

    @Test("A refusal ends it with 65, a ledger that is away with 69")
    func endings() {
        let refused = ClientError.refused(Advice("No event of it.", remedy: "Check the name."))
        #expect(ExitReason(of: refused).code == 65)
        #expect(ExitReason(of: ClientError.noAnswer(.ledger)).code == 69)
    }
}
