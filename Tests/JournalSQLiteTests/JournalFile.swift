import Journal
import JournalDoubles
import JournalSQLite
import TestSupport

extension TemporaryFolder {
    /// Where the journal of `.austin` lies.
    var file: String { "\(path)/scheduler.sqlite" }

    func open(
        _ owner: JournalIdentity = .austin, key: JournalKey? = nil, witness: String? = nil,
        pageLimit: Int? = nil
    ) throws -> SQLiteJournal {
        try SQLiteJournal.open(
            folder: path, identity: owner, key: key ?? .test, witness: witness,
            pageLimit: pageLimit)
    }

    func bytes() throws -> [UInt8] { try bytes(of: file) }

    func write(_ bytes: [UInt8]) throws { try write(bytes, to: file) }
}
