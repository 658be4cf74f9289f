internal import Bus
internal import ClinicFiles
internal import Foundation
package import Messages
internal import Platform

extension OpenedClinic {
    /// A visit that has not joined yet, by the key of the person who was named, else of the one
    /// who runs the clinic.
    package func session(as person: Person) throws -> BusSession {
        let staff = try person.visitor(of: self)
        guard let identity = Identity(person: staff) else {
            throw ClientError.refused(
                Advice(
                    "The id \(staff) cannot be a name on the bus.",
                    remedy: "Use an id of a-z, 0-9 and dashes in clinic.yaml."))
        }
        let keys = KeyFolder(of: folder)
        let credentials: PeerCredentials
        do { credentials = try keys.credentials(of: identity) } catch KeyError.missing(let missing)
        {
            // A service's folder has no person's key, and cannot make one.
            if let joined = keys.joined {
                guard let host else { throw ClinicError.joined(joined, folder: folder.path) }
                throw ClientError.refused(
                    Advice(
                        "This folder has the key of \(joined) alone, and none of \(missing).",
                        remedy: "Give `--as \(host)`, or leave it out; \(missing) works in a folder"
                            + " of its own join bundle."))
            }
            throw KeyError.missing(missing)
        }
        try SystemLimits.makeRoom(forFiles: SystemLimits.filesOfPeer)
        let bus = try BusConnection(credentials)
        let roles = clinic.staff.first { $0.id == staff }?.roles ?? []
        // Where a join bundle brought the key there is no list: the roles tell; the hub judges.
        let permission = (try? keys.accessList())?.peers.first { $0.identity == identity }?
            .permission
        return BusSession(
            bus, clinic: mode.clinic, identity: identity,
            permission: permission ?? MessageCatalog.permission(of: Set(roles), isRehearsal: true),
            roles: roles,
            isElsewhere: credentials.address != HubAddress(clinicFolder: folder.path)
        ) { await bus.isRefused }
    }

    /// Joins the clinic's bus, does something there, and leaves.
    ///
    /// - Parameter person: who is there; without a name, the one who runs the clinic.
    package func visit<Result>(
        as person: Person, _ body: (inout BusSession) async throws -> Result
    ) async throws -> Result {
        do { return try await join(as: person, body) } catch let error as any Remediable {
            throw readHere(error)
        }
    }

    private func join<Result>(
        as person: Person, _ body: (inout BusSession) async throws -> Result
    ) async throws -> Result {
        var session = try session(as: person)
        // A hub that never ran here left no socket: nothing to wait for.
        let isThere =
            session.isElsewhere || FileManager.default.fileExists(atPath: folder.run + "/in.sock")
        let deadline = ContinuousClock.now + .seconds(5)
        while isThere, try await !session.join(within: .seconds(5)), await session.isRefused(),
            KeyFolder(of: folder).isListNew, ContinuousClock.now < deadline
        {
            // The hub takes a moment to know a key that was just made, and knocks are not repeated.
            await session.close()
            try await Task.sleep(for: .milliseconds(250))
            session = try self.session(as: person)
        }
        guard isThere, session.isJoined else {
            let isRefused = await session.isRefused()
            await session.close()
            if isRefused { throw BusError.keyRefused(session.identity) }
            throw ClientError.clinicNotUp(folder: folder.path)
        }
        do {
            let result = try await body(&session)
            await session.close()
            return result
        } catch {
            await session.close()
            throw error
        }
    }

    /// What time it is in the clinic, as far as it was heard.
    package func now(heardIn session: BusSession) -> Moment {
        guard mode.isRehearsal else {
            return Moment(WallClock.now, timeZone: clinic.timeZone) ?? mode.startsAt
        }
        let clock = session.heard.values.compactMap(\.heartbeat.clock).max()
        return clock.flatMap { Moment($0, timeZone: clinic.timeZone) } ?? mode.startsAt
    }
}
