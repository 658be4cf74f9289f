internal import Journal
internal import Messages
internal import PluginHostCore
internal import TherapyContract

/// A program's state as it is kept beside its host's journal, sealed as that is.
///
/// It decides nothing. One that does not fit is dropped, and the program is told the journal from its
/// beginning: one that another contract, another setting or another clinic led to, one of another
/// journal or of a later state of this one, one that was changed, and one that was told of what has
/// been entered in error since.
struct KeptState {
    /// The version of what a program is told, and in which order. A state that came of another order
    /// is another state.
    private static let transcript = 1

    private let journal: any JournalStore
    private let author: SnapshotAuthor

    /// - Parameter hello: all that a program is told beside facts.
    init(in journal: any JournalStore, of hello: Hello) throws {
        self.journal = journal
        var hash = FNV1a()
        hash.add(try JSONText.encode(hello))
        author = SnapshotAuthor(
            fold: "\(hello.plugin) \(Self.transcript) \(Hexadecimal.text(of: hash.value))",
            build: hello.contract)
    }

    /// What is known to be in error where the state was kept.
    private struct Known: Codable {
        var retracted: [MessageID]
    }

    /// What was found.
    enum Found: Hashable {
        case nothing
        case usable(TherapySnapshot)
        /// The rest of a sentence says why it does not fit.
        case unfit(String)
    }

    /// Puts a state in the place of the one before.
    ///
    /// - Parameter retracted: what the program was not told, for it was entered in error.
    func keep(_ snapshot: TherapySnapshot, without retracted: Set<MessageID>) throws {
        let known = try JSONText.encode(Known(retracted: retracted.sorted()))
        try journal.keep(
            Snapshot(
                of: .program, position: snapshot.position, author: author,
                state: known + [UInt8(ascii: "\n")] + Array(snapshot.state.utf8)))
    }

    /// The state that a program can go on from.
    ///
    /// - Parameters:
    ///   - retracted: what was entered in error by now.
    ///   - place: where the driver had to begin anew, were it told of an event.
    func found(
        without retracted: Set<MessageID>, place: (MessageID) throws -> Int64?
    ) throws -> Found {
        let kept: Snapshot
        switch journal.snapshot(.program, of: author.fold) {
        case .nothing: return .nothing
        case .unfit(let reason): return .unfit(reason)
        case .usable(let snapshot): kept = snapshot
        }
        guard let end = kept.state.firstIndex(of: UInt8(ascii: "\n")),
            let known = try? JSONText.decode(Known.self, from: kept.state[..<end]),
            let state = String(validating: kept.state[(end + 1)...], as: UTF8.self)
        else { return .unfit("its state cannot be read") }
        let before = Set(known.retracted)
        guard before.isSubset(of: retracted) else {
            return .unfit("it leaves out what is not in error any more")
        }
        for event in retracted.subtracting(before) {
            guard let place = try place(event), place <= kept.position else { continue }
            return .unfit("an event before it was entered in error since")
        }
        return .usable(TherapySnapshot(position: kept.position, state: state))
    }

    /// Removes it.
    func drop() { journal.dropSnapshot(.program) }
}
