internal import Bus
internal import Foundation
package import Messages

/// One folder below `plugins/`, judged.
package struct PluginFolder: Sendable {
    /// Its path.
    package let path: String
    /// What its manifest says, or why it is left out.
    package let result: Result<PluginManifest, PluginFault>

    var isFit: Bool { (try? result.get()) != nil }
}

/// The folders below `plugins/`, judged together: at the start of a clinic, while it runs, and by
/// the tool, always by the same rules.
package enum PluginShelf {
    /// All of them, by name. Of several with one id the folder that is named like the id is taken,
    /// also while its manifest does not fit, else the first by name.
    ///
    /// - Parameter clinic: what they must fit; `nil` for the one that is in force.
    /// - Returns: `nil` if the folder cannot be listed, so that nothing is known. One that is not
    ///   there is empty.
    package static func folders(in folder: ClinicFolder, clinic: Clinic? = nil) -> [PluginFolder]? {
        guard
            let names = names(in: folder.plugins)?.filter({
                !TherapyShelf.isContract("\(folder.plugins)/\($0)")
            })
        else { return nil }
        let clinic = clinic ?? (try? folder.standingClinic())
        var found = names.map { name in
            let path = "\(folder.plugins)/\(name)"
            return PluginFolder(path: path, result: judge(path, in: folder, clinic: clinic))
        }
        let judged = found
        for (id, places) in places(of: judged) {
            // Whoever edits one does not want its copy to be run meanwhile.
            let named = zip(names.indices, names).first { place, name in
                name == id.text && (places.contains(place) || !judged[place].isFit)
            }?.0
            let taken = named ?? places[0]
            for place in places where place != taken {
                found[place] = PluginFolder(
                    path: found[place].path,
                    result: .failure(
                        PluginFault(
                            folder: shown(found[place].path),
                            .sameID(id, as: shown(found[taken].path)))))
            }
        }
        return found
    }

    /// Why nothing is known of what lies there.
    package static var unlisted: Advice {
        Advice(
            "The folder plugins cannot be listed: no therapy is taken in or withdrawn.",
            remedy: "Mend its owner and permissions.")
    }

    /// Why folders are left out: all that a person has to mend, or to remove.
    package static func leftOut(of folder: ClinicFolder, clinic: Clinic) -> [Advice] {
        guard let folders = folders(in: folder, clinic: clinic) else { return [unlisted] }
        return TherapyShelf.leftOut(of: folder, clinic: clinic)
            + TherapySettings(of: clinic, in: folder).strangers
            + folders.compactMap { found in
                do {
                    let manifest = try found.result.get()
                    guard clinic.elsewhere?.contains(manifest.id) != true else { return nil }
                    _ = try PluginProgram.path(of: manifest, in: found.path)
                    return nil
                } catch { return (error as? any Remediable)?.advice }
            }
    }

    /// The plugins that run when the clinic is up, here or on another computer.
    package static func runnable(in folder: ClinicFolder, clinic: Clinic) -> [Identity] {
        (folders(in: folder, clinic: clinic) ?? []).compactMap { found in
            guard let manifest = try? found.result.get() else { return nil }
            let isElsewhere = clinic.elsewhere?.contains(manifest.id) == true
            let isHere = (try? PluginProgram.path(of: manifest, in: found.path)) != nil
            return isElsewhere || isHere ? manifest.id : nil
        }
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

    private static func places(of folders: [PluginFolder]) -> [Identity: [Int]] {
        var places: [Identity: [Int]] = [:]
        for (place, folder) in folders.enumerated() {
            guard let id = try? folder.result.get().id else { continue }
            places[id, default: []].append(place)
        }
        return places
    }

    private static func judge(_ path: String, in folder: ClinicFolder, clinic: Clinic?)
        -> Result<PluginManifest, PluginFault>
    {
        do {
            let manifest = try PluginManifest.read(folder: path, clinic: clinic)
            do { try HubAddress(clinicFolder: folder.path).check(manifest.id) } catch {
                throw PluginFault(folder: shown(path), .idTooLong(manifest.id))
            }
            return .success(manifest)
        } catch let fault as PluginFault {
            return .failure(fault)
        } catch {
            return .failure(
                PluginFault(folder: shown(path), .file("plugin.json", "is no manifest")))
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
