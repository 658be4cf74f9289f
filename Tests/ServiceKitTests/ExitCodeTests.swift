import Bus
import Glibc
import Journal
import JournalSQLite
import Messages
import Testing

@testable import ClinicFiles
@testable import Platform
@testable import ServiceKit

@Suite("What a process ends with that an error has ended")
struct ExitCodeTests {
    private struct Own: ExitCoded {
        var advice: Advice { Advice("It ended.", remedy: "None.") }
        var exitCode: Int32 { 64 }
    }

    private struct Other: Error {}

    @Test("78 and 77 where no restart mends it, 1 where one may, and an error's own word first")
    func codes() {
        let codes: [(any Error, Int32)] = [
            (ClinicError.missing("clinic.yaml"), 78), (KeyError.missing("scheduler"), 78),
            (BusError.closed, 78), (BusError.keyRefused("scheduler"), 1),
            (HubFailed(Advice("No.", remedy: "None.")), 78),
            (SQLiteJournalError.locked(path: "a", process: 1), 77),
            (SQLiteJournalError.wrongKey(path: "a"), 78), (SQLiteJournalError.full(path: "a"), 1),
            (Own(), 64), (Other(), 1),
        ]
        for (error, code) in codes { #expect(ExitCode.of(error) == code, "\(error)") }
    }
}
