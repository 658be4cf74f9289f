internal import Bus
internal import Foundation
internal import Glibc
package import Messages

/// `plugin.json`: what a therapy is, how it is run, and what it may read and send.
package struct PluginManifest: Codable, Hashable, Sendable {
    /// Its identity on the bus.
    package var id: Identity
    /// The therapy's version; any text.
    package var version: String
    /// The program and its arguments; a relative program is found in the plugin's folder.
    package var command: [String]
    /// Streams that it follows; what it listens to must be among them.
    package var reads: [EventStream]
    /// Commands that it sends, as `scheduler.plan-week`.
    package var sends: [String]
    /// What it offers for the weekly plan; announced when it starts.
    package var sessions: [SessionOffered]
    /// The parts of its curriculum, by name.
    package var modules: [String]
    /// What clients practise between sessions, by name.
    package var practice: [String]

    /// Reads the manifest of one plugin's folder.
    package static func read(folder: String) throws -> PluginManifest {
        let path = folder + "/plugin.json"
        guard let data = FileManager.default.contents(atPath: path) else {
            let fault = SystemFault(reading: path)
            throw fault.number == ENOENT
                ? ClinicError.missing(path) : ClinicError.refused(fault, "read", path)
        }
        do {
            if let key = BodyFlaws(of: Array(data)).repeatedKey {
                throw ClinicError.unreadable(path, "it says \(key) twice")
            }
            let manifest = try JSONText.decode(PluginManifest.self, from: Array(data))
            guard !manifest.command.isEmpty else {
                throw ClinicError.unreadable(path, "command is empty")
            }
            // Its id is its name on the bus: with another's it would have another's key.
            guard !manifest.id.isReserved else {
                throw ClinicError.unreadable(path, "id is a name of Cairn's own or of a person")
            }
            return manifest
        } catch let error as ClinicError { throw error } catch {
            throw ClinicError.unreadable(path, faults(in: data))
        }
    }

    /// What is wrong with a manifest that cannot be read: JSON is read as the YAML that it is too.
    private static func faults(in data: Data) -> String {
        guard let text = String(bytes: data, encoding: .utf8) else { return "it is not UTF-8 text" }
        let faults: [DescriptionText.Fault]
        do { faults = try DescriptionText(text).faults(against: .plugin) } catch {
            faults = (error as? DescriptionText.Unreadable)?.faults ?? []
        }
        return faults.isEmpty
            ? "it does not fit the form in docs/plugins"
            : faults.map(\.text).joined(separator: "; ")
    }

    /// A plugin whose name makes too long a path for its socket is refused alone: its door would
    /// keep the hub from opening any.
    private static func fitting(_ manifest: PluginManifest, in folder: ClinicFolder) throws
        -> PluginManifest
    {
        do { try HubAddress(clinicFolder: folder.path).check(manifest.id) } catch {
            throw ClinicError.pluginIDTooLong(manifest.id, folder: folder.path)
        }
        return manifest
    }

    /// The plugins in a clinic's folder whose manifest can be read.
    package static func readable(in folder: ClinicFolder) -> [PluginManifest] {
        all(in: folder).compactMap { try? $0.result.get() }
    }

    /// The plugins in a clinic's folder, by name, with the reason for each that cannot be read.
    package static func all(in folder: ClinicFolder) -> [(
        folder: String,
        result: Result<
            PluginManifest, any Error
        >
    )] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.plugins)) ?? []
        return names.filter { !$0.hasPrefix(".") }.sorted().map { name in
            let path = "\(folder.plugins)/\(name)"
            return (path, Result { try fitting(read(folder: path), in: folder) })
        }
    }
}

extension Identity {
    /// Whether a plugin may not have this name: it is a service's, a tool's or a person's.
    var isReserved: Bool {
        let own: Set<Identity> = [
            .hub, .supervisor, .assessment, .scheduler, .peerGroups, .aftercare, .ledger,
            .simulator, "access",
        ]
        return own.contains(self) || text.hasPrefix(Identity.personPrefix)
            || MessageCatalog.permission(of: self) != nil
    }
}
