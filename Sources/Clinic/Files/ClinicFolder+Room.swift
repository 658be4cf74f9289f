internal import Bus
internal import Foundation
package import Messages
internal import Platform

extension ClinicFolder {
    /// Checks that the system lets this clinic run here, and raises this process's limits so far
    /// as it may: paths that sockets can have, and as many files and processes as it takes.
    ///
    /// - Throws: ``BusError/endpointTooLong(bytes:)`` or ``LimitError``, before anything is begun.
    package func requireRoom(for clinic: Clinic) throws {
        let people = clinic.staff.compactMap { Identity(person: $0.id) }
        // The hub opens its sockets where the folder is, and others reach them by the path that
        // they were given. A readiness socket, NAME.notify, has no longer path than to-NAME.sock.
        let real = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        for identity in [.supervisor, .simulator] + clinic.services + people {
            for folder in [path, real] { try HubAddress(clinicFolder: folder).check(identity) }
        }
        let processes = clinic.services.count + ApprovedList(in: self).plugins.count + 2
        try SystemLimits.makeRoom(
            forFiles: SystemLimits.filesOfHub(
                identities: processes + people.count, addresses: clinic.listen == nil ? 1 : 2))
        try SystemLimits.check(processes: processes)
    }
}
