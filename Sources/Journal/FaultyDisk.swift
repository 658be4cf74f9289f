internal import GRDB

#if DEBUG
    internal import Synchronization

    /// Stands between a journal and its disk in a test: fails on demand, and can acknowledge writes
    /// that it has not made.
    package final class FaultyDisk: Sendable {
        /// What a disk does for a while.
        package enum Fault: String, CaseIterable, Sendable {
            /// Nothing can be written, as if no room were left.
            case full
            /// Nothing can be written, as if the device failed.
            case broken
            /// Nothing can be written or read.
            case gone
        }

        private struct State {
            var fault: Fault?
            /// Commits that still succeed.
            var grace = 0
            var unsynced = 0
        }
        private let state = Mutex(State())
        /// After how many commits the disk has them. 1: each at once, as a journal promises.
        let commitsForEachSync: Int

        /// - Parameter commitsForEachSync: after how many commits they are on the disk. Above 1 those
        ///   since are lost with the process.
        package init(commitsForEachSync: Int = 1) { self.commitsForEachSync = commitsForEachSync }

        /// Fails in one way from now on, or in none.
        ///
        /// - Parameter commits: how many still succeed.
        package func fail(_ fault: Fault?, afterCommits commits: Int = 0) {
            state.withLock { state in
                state.fault = fault
                state.grace = commits
            }
        }

        /// What a transaction meets when it wants to read.
        func checkReading() throws {
            guard state.withLock({ $0.fault == .gone && $0.grace == 0 }) else { return }
            throw DatabaseError(resultCode: .SQLITE_IOERR)
        }

        /// One transaction: it is rolled back if the disk fails, at its very end.
        func write<Result>(_ queue: DatabaseQueue, _ work: (Database) throws -> Result) throws
            -> Result
        {
            try queue.writeWithoutTransaction { database in
                if !database.isInsideTransaction { try database.beginTransaction(.immediate) }
                var made: Result?
                do {
                    try database.inSavepoint {
                        made = try work(database)
                        try checkWriting()
                        return .commit
                    }
                } catch {
                    // Without this the others would wait for a transaction that has nothing in it.
                    if unsynced == 0, database.isInsideTransaction { try database.rollback() }
                    throw error
                }
                if sync() { try database.commit() }
                guard let made else { throw DatabaseError(resultCode: .SQLITE_INTERNAL) }
                return made
            }
        }

        /// Brings what it said it had to the disk.
        func flush(_ queue: DatabaseQueue) throws {
            try queue.writeWithoutTransaction { database in
                if database.isInsideTransaction { try database.commit() }
            }
            state.withLock { $0.unsynced = 0 }
        }

        /// Forgets what it said it had.
        func forget(_ queue: DatabaseQueue) throws {
            try queue.writeWithoutTransaction { database in
                if database.isInsideTransaction { try database.rollback() }
            }
            state.withLock { $0.unsynced = 0 }
        }

        private var unsynced: Int { state.withLock { $0.unsynced } }

        private func sync() -> Bool {
            state.withLock { state in
                state.unsynced += 1
                guard state.unsynced >= commitsForEachSync else { return false }
                state.unsynced = 0
                return true
            }
        }

        private func checkWriting() throws {
            let fault = state.withLock { state -> Fault? in
                guard state.fault != nil, state.grace > 0 else { return state.fault }
                state.grace -= 1
                return nil
            }
            switch fault {
            case .full: throw DatabaseError(resultCode: .SQLITE_FULL)
            case .broken, .gone: throw DatabaseError(resultCode: .SQLITE_IOERR)
            case nil: break
            }
        }
    }
#else
    /// In a release build the disk is the disk: nothing here fails or waits.
    package final class FaultyDisk: Sendable {
        /// What a disk could do for a while.
        package enum Fault: String, CaseIterable, Sendable { case full, broken, gone }

        package init(commitsForEachSync: Int = 1) {}

        package func fail(_ fault: Fault?, afterCommits commits: Int = 0) {}

        func checkReading() throws {}

        func write<Result>(_ queue: DatabaseQueue, _ work: (Database) throws -> Result) throws
            -> Result
        {
            try queue.write(work)
        }

        func flush(_ queue: DatabaseQueue) throws {}

        func forget(_ queue: DatabaseQueue) throws {}
    }
#endif
