internal import Bus
internal import Foundation
package import Messages
internal import TherapyContract

/// The folders below `plugins/`, judged together: while a clinic runs, and by the tool, always by
/// the same rules.
package enum PluginShelf {
    /// The paths of all folders there, by name; `nil` if the folder cannot be listed, so that
    /// nothing is known. One that is not there is empty.
    package static func paths(in folder: ClinicFolder) -> [String]? {
        names(in: folder.plugins)?.map { "\(folder.plugins)/\($0)" }
    }

    /// All of them, judged, each id once; `nil` if the folder cannot be listed.
    package static func folders(in folder: ClinicFolder, for clinic: Clinic?) -> [TherapyFolder]? {
        paths(in: folder).map { settled($0.map { judge($0, in: folder, for: clinic) }) }
    }

    /// Judges a folder by itself.
    ///
    /// - Parameter clinic: whose phases, sessions and services it must fit; `nil` to not look at
    ///   that.
    package static func judge(
        _ path: String, in folder: ClinicFolder, for clinic: Clinic?
    ) -> TherapyFolder {
        do throws(PluginFault) {
            let therapy = try TherapyFolder.read(path, for: clinic)
            let id = therapy.contract.id
            do { try HubAddress(clinicFolder: folder.path).check(id) } catch {
                throw PluginFault(folder: shown(path), .idTooLong(id))
            }
            return TherapyFolder(path: path, result: .success(therapy))
        } catch { return TherapyFolder(path: path, result: .failure(error)) }
    }

    /// Leaves out those whose id another has. Of several the folder that is named like the id
    /// counts, also while it is edited and does not fit; else the first by name.
    package static func settled(_ folders: [TherapyFolder]) -> [TherapyFolder] {
        var taken: [Identity: String] = [:]
        for folder in folders {
            guard let id = folder.id, taken[id] == nil else { continue }
            // Whoever edits one does not want its copy to be run meanwhile.
            let named = folders.first { $0.path.hasSuffix("/\(id)") && [nil, id].contains($0.id) }
            taken[id] = named?.path ?? folder.path
        }
        return folders.map { folder in
            guard let id = folder.id, let path = taken[id], path != folder.path else {
                return folder
            }
            let fault = PluginFault(folder: shown(folder.path), .sameID(id, as: shown(path)))
            return TherapyFolder(path: folder.path, result: .failure(fault))
        }
    }

    /// Why folders are left out: all that a person has to mend, or to remove.
    package static func leftOut(of folder: ClinicFolder, clinic: Clinic) -> [Advice] {
        guard let folders = folders(in: folder, for: clinic) else { return [unlisted] }
        return folders.compactMap(\.fault) + TherapySettings(of: clinic, in: folder).strangers
    }

    /// Why nothing is known of what lies there.
    package static var unlisted: Advice {
        Advice(
            "The folder plugins cannot be listed: no therapy is taken in or withdrawn.",
            remedy: "Mend its owner and permissions.")
    }

    /// A folder as people are told of it: below the clinic's, without what steers a terminal.
    static func shown(_ path: String) -> String {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        return "plugins/" + String(String.UnicodeScalarView(name.unicodeScalars.filter(isPlain)))
    }

    static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: false
        default: true
        }
    }

    /// What lies there, but for plain files, such as a README, and what is hidden.
    static func names(in path: String) -> [String]? {
        let files = FileManager.default
        guard let names = try? files.contentsOfDirectory(atPath: path) else {
            return files.fileExists(atPath: path) ? nil : []
        }
        return names.filter { name in
            let attributes = try? files.attributesOfItem(atPath: "\(path)/\(name)")
            return !name.hasPrefix(".") && attributes?[.type] as? FileAttributeType != .typeRegular
        }.sorted()
    }
}

extension TherapyFolder {
    /// Its id, if it fits.
    package var id: Identity? { try? result.get().contract.id }

    /// Why it is left out.
    package var fault: Advice? {
        guard case .failure(let fault) = result else { return nil }
        return fault.advice
    }
}
