internal import Glibc
internal import Journal
internal import JournalDoubles
internal import JournalSQLite
internal import Messages

/// Commits and says on standard output what was acknowledged, until it is killed.
///
/// Its arguments are a folder, a number of commits, after which it ends by itself, and the journal's
/// key. Each line is the last sequence of a commit that returned. Exit code 78 means that the journal could not be
/// opened; the reason is on standard output.
@main
struct CrashWriter {
    static func main() throws {
        let folder = CommandLine.arguments[1]
        let owner = JournalIdentity(clinic: "austin", kind: "rehearsal", identity: .scheduler)
        guard let key = JournalKey(hex: CommandLine.arguments[3]) else { exit(64) }
        let journal: SQLiteJournal
        do {
            journal = try SQLiteJournal.open(folder: folder, identity: owner, key: key)
        } catch let error as SQLiteJournalError {
            say(error.description)
            exit(error.isPermanent ? 78 : 1)
        }
        guard let stream = EventStream("scheduler.session"),
            let client = EventStream("assessment.client"),
            let commits = Int(CommandLine.arguments[2])
        else { exit(64) }
        var chain = EventChain(stream, after: try journal.heads()[stream])
        var foreign = EventChain(client, after: try journal.cursors()[client])
        let body = "\"\(String(repeating: "x", count: 2_000))\""
        for _ in 0..<commits {
            let noted = try foreign.next(body)
            let events = [try chain.next(body), try chain.next(body)]
            try journal.commit([
                Effects(noted: noted, events: events, cursors: [foreign.stream: foreign.last])
            ])
            say("\(chain.last.sequence)")
        }
    }

    private static func say(_ line: String) {
        let bytes = Array("\(line)\n".utf8)
        // Nobody listens any more: the test is over.
        if write(1, bytes, bytes.count) < bytes.count { exit(1) }
    }
}
