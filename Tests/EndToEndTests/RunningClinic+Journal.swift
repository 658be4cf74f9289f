import ClinicArchive
import ClinicFiles
import Journal
import JournalSQLite
import Messages
import PeerKit
import Platform
import SupervisorCore

extension RunningClinic {
    /// Has the supervisor's journal hold what one of an earlier version recorded; the clinic must
    /// be down.
    func recordAsSupervisor(_ events: [any Event]) throws {
        let place = ClinicFolder(path: path)
        let (clinic, mode, keys) = (try place.clinic(), try place.mode(), KeyFolder(of: place))
        let journal = try SQLiteJournal.open(
            folder: place.journals, identity: place.journalIdentity(of: .supervisor, mode: mode),
            key: keys.storageKey(of: .supervisor), witness: keys.witness(of: .supervisor))
        defer { journal.close() }
        let wall = WallClock.now
        var peer = try Peer(
            engine: Engine(
                core: ProcessRegister(), identity: .supervisor, clinic: clinic, mode: mode),
            journal: journal, token: "earlier", wall: wall, seed: 1)
        let observed = peer.observe(
            events, id: "earlier-1",
            now: mode.isRehearsal
                ? .lastHour : .world(try WallClock.moment(wall, timeZone: clinic.timeZone)),
            wall: wall)
        guard observed.isRecorded else { throw TestFault("nothing was recorded") }
    }
}
