package import Messages
internal import Platform

/// `plugins/.approved/list.json`: which plugins are approved and run, and what each may read.
///
/// The supervisor derives it from its record, so that whoever writes keys and permissions goes by
/// the same; it decides nothing.
package struct ApprovedList: Codable, Hashable, Sendable {
    /// A plugin that runs.
    package struct Plugin: Codable, Hashable, Sendable {
        /// Its identity on the bus.
        package var plugin: Identity
        /// The content that is approved.
        package var content: PluginContent
        /// What it may do on the bus.
        package var permission: Permission

        package init(plugin: Identity, content: PluginContent, permission: Permission) {
            (self.plugin, self.content, self.permission) = (plugin, content, permission)
        }
    }

    /// By name.
    package var plugins: [Plugin]

    static let name = "list.json"

    package init(_ plugins: [Plugin]) {
        self.plugins = plugins.sorted { $0.plugin < $1.plugin }
    }

    /// The list of a clinic's folder; an empty one where there is none, or none that can be read.
    package init(in folder: ClinicFolder) {
        let bytes = try? PlainFile.ofClinic(ApprovedList.file(in: folder))
        self = bytes.flatMap { try? JSONText.decode(ApprovedList.self, from: $0) } ?? Self([])
    }

    /// Puts it in the place of the one before, if it says something else.
    ///
    /// - Returns: whether it did.
    @discardableResult
    package func write(in folder: ClinicFolder) throws -> Bool {
        guard self != ApprovedList(in: folder) else { return false }
        let file = ApprovedList.file(in: folder)
        do {
            try ApprovedCopies(of: folder).makeRoom()
            try DurableFile.replace(file, with: Array(try JSONText.readable(self).utf8))
        } catch let failure as DurableFile.Failure {
            throw ClinicError.refused(SystemFault(failure.errno), "write", file)
        }
        return true
    }

    private static func file(in folder: ClinicFolder) -> String {
        "\(folder.plugins)/.approved/\(name)"
    }
}
