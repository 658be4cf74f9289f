internal import Journal
internal import Logging
internal import Messages

/// Builds the index of names of an older ledger, beside its loop: some entries at a time, so that no
/// commit waits long, and it goes on where it was when the process starts again.
struct Indexing {
    private static let entriesAtOnce = 250
    private static let entriesBetweenLines: Int64 = 50_000

    /// Begins, if something is left to do.
    init(of journal: any JournalStore, logger: Logger) {
        Task.detached(priority: .background) {
            await Indexing.run(in: journal, logger: logger)
        }
    }

    private static func run(in journal: any JournalStore, logger: Logger) async {
        var told: Int64?
        while true {
            do {
                guard let left = try journal.indexMore(limit: entriesAtOnce) else { break }
                if left.done - (told ?? -entriesBetweenLines) >= entriesBetweenLines {
                    told = left.done
                    logger.info(
                        "index of names", metadata: ["done": "\(left.done)", "of": "\(left.all)"])
                }
                await Task.yield()
            } catch {
                // A full disk, or a journal that is being opened again: what it did is there, and it
                // goes on once the journal can be written.
                guard (try? await Task.sleep(for: .seconds(5))) != nil else { return }
            }
        }
        if told != nil { logger.info("index of names: complete") }
    }
}
