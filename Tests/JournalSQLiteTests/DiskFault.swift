import FaultyDisk
import Journal
import JournalDoubles
import JournalSQLite
import TestSupport
import Testing

/// A way in which a disk fails at a step of some kind.
struct DiskFault: Sendable, CustomTestStringConvertible {
    let name: String
    let kinds: Int
    let how: Int
    /// Whether it goes on to fail until it is healed.
    let stays: Bool

    var testDescription: String { "\(name)\(stays ? ", and from then on" : "")" }

    private init(_ name: String, _ kinds: Int, _ how: Int, stays: Bool) {
        (self.name, self.kinds, self.how, self.stays) = (name, kinds, how, stays)
    }

    /// Faults of a commit, each once and lasting.
    static let writing: [DiskFault] = [false, true].flatMap { stays in
        [
            DiskFault("a write fails", FAULTY_WRITE, FAULTY_ERROR, stays: stays),
            DiskFault("a write finds no room", FAULTY_WRITE, FAULTY_FULL, stays: stays),
            DiskFault("a write is cut in half", FAULTY_WRITE, FAULTY_TORN, stays: stays),
            DiskFault("a write is not allowed", FAULTY_WRITE, FAULTY_READONLY, stays: stays),
            DiskFault("a sync fails", FAULTY_SYNC, FAULTY_ERROR, stays: stays),
            DiskFault("a file is not cut", FAULTY_TRUNCATE, FAULTY_ERROR, stays: stays),
        ]
    }

    /// Faults of an opening.
    static let opening: [DiskFault] =
        writing + [
            DiskFault("a read fails", FAULTY_READ, FAULTY_ERROR, stays: false),
            DiskFault("a read ends early", FAULTY_READ, FAULTY_SHORT, stays: false),
            DiskFault("a file is not opened", FAULTY_OPEN, FAULTY_ERROR, stays: false),
            DiskFault("a file is not removed", FAULTY_DELETE, FAULTY_ERROR, stays: false),
        ]

    /// The power fails: nothing that was not synced need be there, and nothing more is done.
    static let power = DiskFault(
        "the power fails", FAULTY_WRITE | FAULTY_SYNC | FAULTY_TRUNCATE | FAULTY_DELETE,
        FAULTY_ERROR, stays: true)
}

/// The disk below a folder, as SQLite sees it.
final class FaultyDisk {
    private let disk: OpaquePointer

    init(_ folder: String) throws {
        try #require(faulty_disk_register() == 0)
        disk = try #require(faulty_disk_make(folder))
    }

    deinit { faulty_disk_free(disk) }

    /// Makes the nth step from now on fail, counted from 1.
    func fail(_ fault: DiskFault, at step: Int) {
        faulty_disk_fail(
            disk, Int32(fault.kinds), step, Int32(fault.how), fault.stays ? 1 : 0)
    }

    /// Everything works from now on.
    func heal() { faulty_disk_heal(disk) }

    /// How many steps were made to fail.
    var failures: Int { faulty_disk_failures(disk) }

    /// Leaves on the disk what a power failure would; `seed` says which writes got through.
    func cutPower(seed: UInt64) { faulty_disk_cut_power(disk, seed) }
}
