internal import Bus
internal import Foundation
package import Messages
package import TherapyContract

/// The folders below `plugins/` whose `plugin.json` is a contract, judged together.
package enum TherapyShelf {
    /// Their paths, by name; `nil` if the folder cannot be listed, so that nothing is known.
    package static func paths(in folder: ClinicFolder) -> [String]? {
        PluginShelf.names(in: folder.plugins)?.map { "\(folder.plugins)/\($0)" }.filter(isContract)
    }

    /// Whether a folder's `plugin.json` is a contract, be it one that does not fit.
    static func isContract(_ path: String) -> Bool {
        guard let bytes = try? PlainFile.read(path + "/plugin.json", limit: contractBytes) else {
            return false
        }
        return ContractCheck.isContract(bytes)
    }

    private static let contractBytes = PluginContract.limitBytes

    /// Judges a folder by itself.
    package static func judge(
        _ path: String, in folder: ClinicFolder, for clinic: Clinic?,
        form: ContractCheck.FormCheck? = nil
    ) -> TherapyFolder {
        do throws(PluginFault) {
            let therapy = try TherapyFolder.read(path, for: clinic, form: form)
            let id = therapy.contract.id
            do { try HubAddress(clinicFolder: folder.path).check(id) } catch {
                throw PluginFault(folder: PluginShelf.shown(path), .idTooLong(id))
            }
            return TherapyFolder(path: path, result: .success(therapy))
        } catch { return TherapyFolder(path: path, result: .failure(error)) }
    }

    /// Leaves out those whose id another has. Of several the folder that is named like the id
    /// counts, else the first by name; a plugin of the earlier kind before any.
    package static func settled(
        _ folders: [TherapyFolder], beside others: [PluginFolder]
    ) -> [TherapyFolder] {
        var taken: [Identity: String] = [:]
        for other in others {
            if let id = try? other.result.get().id { taken[id] = other.path }
        }
        for folder in folders where folder.id.map({ taken[$0] == nil }) == true {
            guard let id = folder.id else { continue }
            let named = folders.first { $0.id == id && $0.path.hasSuffix("/\(id)") }
            taken[id] = named?.path ?? folder.path
        }
        return folders.map { folder in
            guard let id = folder.id, let path = taken[id], path != folder.path else {
                return folder
            }
            let fault = PluginFault(
                folder: PluginShelf.shown(folder.path), .sameID(id, as: PluginShelf.shown(path)))
            return TherapyFolder(path: folder.path, result: .failure(fault))
        }
    }

    /// Why folders are left out: all that a person has to mend, or to remove.
    package static func leftOut(
        of folder: ClinicFolder, clinic: Clinic, form: ContractCheck.FormCheck? = nil
    ) -> [Advice] {
        let judged = (paths(in: folder) ?? []).map {
            judge($0, in: folder, for: clinic, form: form)
        }
        let others = PluginShelf.folders(in: folder, clinic: clinic) ?? []
        return settled(judged, beside: others).compactMap { found in
            guard case .failure(let fault) = found.result else { return nil }
            return fault.advice
        }
    }
}

extension TherapyFolder {
    /// Its id, if it fits.
    package var id: Identity? { try? result.get().contract.id }
}
