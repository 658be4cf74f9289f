internal import FoundationEssentials
internal import GRDB
internal import Glibc
package import Journal
internal import Messages
internal import Platform

extension SQLiteJournal {
    /// Beside the journal.
    private func snapshotPath(_ kind: Snapshot.Kind) -> String {
        let name = path.dropLast(".sqlite".count)
        return switch kind {
        case .service: "\(name).snapshot"
        case .program: "\(name).program.snapshot"
        }
    }

    /// What a box is sealed for: one kind's does not open as another's.
    private func purpose(of kind: Snapshot.Kind) -> String {
        switch kind {
        case .service: "snapshot"
        case .program: "program snapshot"
        }
    }
    private static let snapshotFormat = "cairn snapshot 2"

    /// Puts a snapshot in the place of the one before of its kind, whole or not at all, sealed with the
    /// journal's key. Any task may; one at a time.
    package func keep(_ snapshot: Snapshot) throws {
        guard let mark = try mark(of: snapshot.position) else { throw missing(snapshot.position) }
        let clear: [Field] = [
            .text(SQLiteJournal.snapshotFormat), .text(snapshot.author.fold),
            .text(snapshot.author.build), .integer(snapshot.position), .bytes(mark),
        ]
        let sealed = try box.seal(
            [.bytes(snapshot.state)], beside: clear, in: purpose(of: snapshot.kind))
        do {
            try DurableFile.replace(
                snapshotPath(snapshot.kind), with: FieldText(clear + [.bytes(sealed)]).bytes)
        } catch { throw SQLiteJournalError.unreachable(path: error.path, errno: error.errno) }
    }

    /// The snapshot of this journal, if a fold of that name can go on from it, whichever build made
    /// it. It never fails: what is damaged or does not fit is only not used.
    package func snapshot(_ kind: Snapshot.Kind, of fold: String) -> Snapshot.Found {
        guard access(snapshotPath(kind), F_OK) == 0 else { return .nothing }
        guard let bytes = try? DurableFile.read(snapshotPath(kind)),
            let fields = FieldText.fields(in: bytes), let first = fields.first
        else { return .unfit("it is not whole") }
        guard first == .text(SQLiteJournal.snapshotFormat) else {
            return .unfit("it is of another format")
        }
        guard fields.count == 6, case .text(let name) = fields[1],
            case .text(let build) = fields[2], case .integer(let position) = fields[3],
            case .bytes(let mark) = fields[4], case .bytes(let sealed) = fields[5]
        else { return .unfit("it is not whole") }
        guard name == fold else {
            return .unfit("another version of the fold, or of its beginning, made it")
        }
        guard let opened = box.open(sealed, beside: fields.prefix(5), in: purpose(of: kind)),
            opened.count == 1, case .bytes(let state) = opened[0]
        else { return .unfit("it is damaged, or sealed with another key") }
        // The very row that it was made after: rows are written once and in order, so all that
        // came before is what it was then.
        guard let found = try? self.mark(of: position), found == mark else {
            return .unfit("it is not of the journal as it is now")
        }
        return .usable(
            Snapshot(
                of: kind, position: position, author: SnapshotAuthor(fold: name, build: build),
                state: state))
    }

    /// Removes the snapshot: what it holds is not to be gone on from.
    package func dropSnapshot(_ kind: Snapshot.Kind) { unlink(snapshotPath(kind)) }

    /// What tells the row of an entry from any other that was ever written there: its box's nonce.
    private func mark(of position: Int64) throws -> [UInt8]? {
        try readBeside("entry \(position)") { database in
            let statement = try database.cachedStatement(
                sql: "SELECT substr(box, 1, 12) FROM entry WHERE position = ?")
            return try Data.fetchOne(statement, arguments: [position]).map { Array($0) }
        }
    }
}
