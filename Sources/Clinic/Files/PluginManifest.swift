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

    /// Of `plugin.json`, in bytes: more is no manifest.
    package static let limitBytes = 256 << 10

    /// Reads the manifest of one plugin's folder.
    ///
    /// - Parameters:
    ///   - clinic: whose phases, sessions and services it must fit; `nil` to not look at that.
    /// - Throws: ``PluginFault`` with all that is wrong with it.
    package static func read(folder: String, clinic: Clinic? = nil) throws -> PluginManifest {
        let name = PluginShelf.shown(folder)
        let bytes: [UInt8]
        do { bytes = try PlainFile.read(folder + "/plugin.json", limit: limitBytes) } catch {
            throw PluginFault(folder: name, .file("plugin.json", error.phrase))
        }
        let places = ManifestCheck.faults(in: bytes, clinic: clinic)
        guard places.isEmpty else { throw PluginFault(folder: name, .unfit(places)) }
        do { return try JSONText.decode(PluginManifest.self, from: bytes) } catch {
            throw PluginFault(
                folder: name, .unfit(["it does not fit the form in Plugins/README.md"]))
        }
    }

    /// The plugins of a clinic's folder whose manifest fits, each id once.
    package static func readable(in folder: ClinicFolder, clinic: Clinic? = nil)
        -> [PluginManifest]
    {
        PluginShelf.folders(in: folder, clinic: clinic)?.compactMap { try? $0.result.get() } ?? []
    }
}
