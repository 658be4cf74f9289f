import Journal
import JournalDoubles
import Messages
import TestSupport
import Testing

@testable import JournalSQLite

@Suite("A disk that fails")
struct DiskFaultTests {
    /// Inputs that were committed, and the one that meets the fault.
    private static func batches() throws -> [[Effects]] {
        let inputs = try variety(inputs: 12)
        return [Array(inputs[..<4]), Array(inputs[4..<8]), Array(inputs[8...])]
    }

    @Test(
        "A fault at any step of a commit loses nothing acknowledged and leaves nothing half",
        arguments: DiskFault.writing)
    func commit(fault: DiskFault) throws {
        let batches = try Self.batches()
        var step = 1
        while try meets(fault, at: step, batches) { step += 1 }
        // Otherwise the fault never happened, and this test shows nothing.
        #expect(step > 1 || fault.testDescription.hasPrefix("a file is not cut"))
    }

    /// - Returns: whether the fault was met at all.
    private func meets(_ fault: DiskFault, at step: Int, _ batches: [[Effects]]) throws -> Bool {
        let folder = try TemporaryFolder()
        let disk = try FaultyDisk(folder.path)
        let journal = try folder.open()
        try journal.commit(batches[0])
        try journal.commit(batches[1])
        let before = try Content(of: journal)
        disk.fail(fault, at: step)
        var isAcknowledged = false
        do {
            try journal.commit(batches[2])
            isAcknowledged = true
        } catch let error as SQLiteJournalError {
            check(error, folder)
        }
        let isMet = disk.failures > 0
        // What the service does then: it opens the file again, at once and once the fault is gone.
        do { try journal.reopen() } catch let error as SQLiteJournalError { check(error, folder) }
        disk.heal()
        try journal.reopen()
        let after = try Content(of: journal)
        if after == before {
            #expect(!isAcknowledged, "\(fault) at step \(step)")
            try journal.commit(batches[2])
        }
        let whole = try Content(of: journal)
        #expect(whole.entries.count == 30, "\(fault) at step \(step)")
        #expect(try journal.verify().damage == nil, "\(fault) at step \(step)")
        journal.close()
        let again = try folder.open()
        #expect(try Content(of: again) == whole, "\(fault) at step \(step)")
        again.close()
        return isMet
    }

    @Test(
        "A fault at any step of an opening is named, and the journal opens when it is gone",
        arguments: DiskFault.opening)
    func opening(fault: DiskFault) throws {
        let batches = try Self.batches()
        var step = 1
        var isMet = true
        while isMet {
            let folder = try TemporaryFolder()
            let disk = try FaultyDisk(folder.path)
            let first = try folder.open()
            for batch in batches { try first.commit(batch) }
            let before = try Content(of: first)
            first.close()
            disk.fail(fault, at: step)
            do {
                let journal = try folder.open()
                #expect(try Content(of: journal) == before, "\(fault) at step \(step)")
                journal.close()
            } catch let error as SQLiteJournalError {
                check(error, folder)
            }
            isMet = disk.failures > 0
            disk.heal()
            let journal = try folder.open()
            #expect(try Content(of: journal) == before, "\(fault) at step \(step)")
            #expect(try journal.verify().damage == nil, "\(fault) at step \(step)")
            journal.close()
            step += 1
        }
    }

    @Test(
        "After a power failure at any step, all that was acknowledged is there",
        arguments: 0...5 as ClosedRange<UInt64>)
    func power(seed: UInt64) throws {
        let batches = try Self.batches()
        var step = 1
        var isMet = true
        while isMet {
            let folder = try TemporaryFolder()
            let disk = try FaultyDisk(folder.path)
            let journal = try folder.open()
            try journal.commit(batches[0])
            var contents = [try Content(of: journal)]
            disk.fail(.power, at: step)
            var acknowledged = 0
            for batch in batches[1...] {
                guard (try? journal.commit(batch)) != nil else { break }
                acknowledged += 1
                contents.append(try Content(of: journal))
            }
            isMet = disk.failures > 0
            journal.close()
            disk.cutPower(seed: seed)
            disk.heal()
            let after = try folder.open()
            let found = try Content(of: after)
            // What was in hand is there whole or not at all.
            let entries = found.entries.count
            #expect([10, 20, 30].contains(entries), "step \(step)")
            #expect(entries >= 10 * (acknowledged + 1), "step \(step)")
            if contents.count == entries / 10 { #expect(found == contents.last, "step \(step)") }
            #expect(try after.verify().damage == nil, "step \(step)")
            after.close()
            step += 1
        }
        #expect(step > 3)
    }

    @Test("A log that was cut at any frame is a journal of whole commits, and none is made up")
    func cutLog() throws {
        let folder = try TemporaryFolder()
        let journal = try folder.open()
        var contents = [try Content(of: journal)]
        for batch in try Self.batches() {
            try journal.commit(batch)
            contents.append(try Content(of: journal))
        }
        let main = try folder.bytes()
        let log = try folder.bytes(of: folder.file + "-wal")
        journal.close()
        var last = 0
        // A header of 32 bytes, then frames of a page each behind 24 bytes; and cut within one.
        for length in stride(from: 32, through: log.count, by: 4_120) {
            for cut in [length, min(length + 2_000, log.count)] {
                let copy = try TemporaryFolder()
                try copy.write(main)
                try copy.write(Array(log[..<cut]), to: copy.file + "-wal")
                let journal = try copy.open()
                let found = try #require(contents.firstIndex(of: try Content(of: journal)))
                #expect(found >= last)
                last = found
                #expect(try journal.verify().damage == nil)
                journal.close()
            }
        }
        #expect(last == contents.count - 1)
    }

    @Test("A file that was cut at any page is an error that names it, or lacks nothing")
    func cutFile() throws {
        let folder = try TemporaryFolder()
        let journal = try folder.open()
        for batch in try Self.batches() { try journal.commit(batch) }
        let before = try Content(of: journal)
        journal.close()
        let bytes = try folder.bytes()
        var named = 0
        for length in stride(from: 4_096, to: bytes.count, by: 4_096) {
            let copy = try TemporaryFolder()
            try copy.write(Array(bytes[..<length]))
            do {
                let journal = try copy.open()
                #expect(try Content(of: journal) == before, "\(length) bytes")
                #expect(try journal.verify().damage != nil, "\(length) bytes")
                journal.close()
            } catch let error as SQLiteJournalError {
                named += 1
                check(error, copy)
            }
        }
        #expect(named > 0)
    }

    private func check(_ error: SQLiteJournalError, _ folder: TemporaryFolder) {
        #expect(error.description.contains(folder.file), "\(error)")
        #expect(!error.advice.remedy.isEmpty)
        #expect(!error.description.contains("\"n\""))
    }
}
