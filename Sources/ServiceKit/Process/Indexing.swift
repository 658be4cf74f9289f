internal import Journal
internal import Logging
internal import Messages

/// Builds the index of names of an older ledger, beside its loop: some entries at a time, so that no
/// commit waits long, and it goes on where it was when the process starts again.
struct Indexing {
    private static let entriesAtOnce = 250
    private static let entriesBetweenLines: Int64 = 50_000

    /// Begins, if something is left to do.
    init(of journal: Journal, logger: Logger) {
        Task.detached(priority: .background) {
            await Indexing.run(in: journal, logger: logger)
        }
    }

    private static func run(in journal: Journal, logger: Logger) async {
        guard var left = try? journal.unindexed() else { return }
        var told = left.done
        logger.info("index of names: begun", metadata: ["from": "\(left.done)", "to": "\(left.all)"])
        while true {
            do {
                guard let more = try journal.indexMore(limit: entriesAtOnce) else { break }
                left = more
            } catch JournalError.closed {
                return
            } catch {
                // As when a disk is full: what it did is there, and it goes on once there is room.
                guard await pause() else { return }
            }
            if left.done - told >= entriesBetweenLines {
                told = left.done
                logger.info(
                    "index of names", metadata: ["done": "\(left.done)", "of": "\(left.all)"])
            }
            await Task.yield()
        }
        logger.info("index of names: complete", metadata: ["entries": "\(left.all)"])
    }

    /// Waits until it is worth another try; `false` if the process ends.
    private static func pause() async -> Bool {
        (try? await Task.sleep(for: .seconds(5))) != nil
    }
}
