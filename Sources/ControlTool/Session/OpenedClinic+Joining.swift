internal import Bus
internal import Foundation
internal import Messages
internal import ServiceKit

extension OpenedClinic {
    /// A visit that has not joined yet.
    func session() throws -> BusSession {
        let bus = try BusConnection(endpoints: HubEndpoints(clinicFolder: folder.path))
        let user = ProcessInfo.processInfo.userName
        return BusSession(bus, clinic: mode.clinic, identity: BusSession.identity(ofUser: user))
    }

    /// Joins the clinic's bus, does something there, and leaves.
    func visit<Result>(_ body: (inout BusSession) async throws -> Result) async throws -> Result {
        var session = try session()
        // A hub that never ran here left no socket: nothing to wait for.
        let isThere = FileManager.default.fileExists(atPath: folder.run + "/hub-in.sock")
        guard isThere, try await session.join(within: .seconds(5)) else {
            await session.close()
            throw ToolError.clinicNotUp(folder: folder.path)
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
    func now(heardIn session: BusSession) -> Moment {
        guard mode.isRehearsal else {
            return Moment(WallClock.now, timeZone: clinic.timeZone) ?? mode.startsAt
        }
        let clock = session.heard.values.compactMap(\.heartbeat.clock).max()
        return clock.flatMap { Moment($0, timeZone: clinic.timeZone) } ?? mode.startsAt
    }
}
