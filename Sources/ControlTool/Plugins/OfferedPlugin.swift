internal import ClinicClient
internal import ClinicFiles
internal import Foundation
internal import Messages
internal import TherapyContract
internal import TherapyTools

/// A plugin's folder that somebody wants in the clinic, checked.
struct OfferedPlugin {
    let therapy: TherapyFolder.Therapy

    var id: Identity { therapy.contract.id }
    var version: String { therapy.contract.version }

    init(at path: String, for opened: OpenedClinic) throws {
        let folder = URL(fileURLWithPath: path).standardizedFileURL.path
        do throws(PluginFault) {
            therapy = try TherapyFolder.read(folder, for: opened.clinic)
        } catch { throw UnfitTherapy(error.faults(at: path), as: error.advice(at: path)) }
    }

    /// Refuses an id that another folder has already.
    func requireOwnName(in opened: OpenedClinic) throws {
        if PluginOnShelf.ids(in: opened).contains(id) {
            throw PluginPlacement.Failure.isThere(id.text)
        }
    }

    /// What to do once it is there.
    static func next(for id: Identity, in opened: OpenedClinic) -> String? {
        opened.mode.isRehearsal && opened.clinic.plugins == .approveAll
            ? nil
            : "Next: `cairn plugin show \(id)`, then `cairn plugin enable \(id) --as STAFF`."
    }
}
