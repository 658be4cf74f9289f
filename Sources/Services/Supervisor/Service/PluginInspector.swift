internal import ClinicFiles
internal import Foundation
internal import Messages

/// Reads and copies the folders of plugins beside the supervisor's loop: a large one, or a slow
/// disk, holds up no clock.
final class PluginInspector: Sendable {
    /// What was read of a folder.
    struct Inspected: Sendable {
        /// What it was read from: another one is to be read anew.
        var fingerprint: String
        var folder: TherapyFolder
        /// The hash of all that it holds; `nil` where it does not fit.
        var hash: String?
    }

    private let queue = DispatchQueue(label: "cairn.plugins")

    /// Judges a folder, and hashes it if it fits.
    func inspect(
        _ path: String, _ fingerprint: String, in folder: ClinicFolder, for clinic: Clinic,
        _ told: @escaping @Sendable (Inspected) -> Void
    ) {
        queue.async {
            let judged = PluginShelf.judge(path, in: folder, for: clinic)
            told(PluginInspector.inspected(judged, fingerprint))
        }
    }

    private static func inspected(_ judged: TherapyFolder, _ fingerprint: String) -> Inspected {
        guard case .success(let therapy) = judged.result else {
            return Inspected(fingerprint: fingerprint, folder: judged, hash: nil)
        }
        do throws(PluginTree.Fault) {
            return Inspected(
                fingerprint: therapy.tree.fingerprint, folder: judged,
                hash: try therapy.tree.hash())
        } catch {
            return Inspected(
                fingerprint: fingerprint, folder: judged.refused(for: error), hash: nil)
        }
    }

    /// Makes the copy of an approved content.
    func copy(
        _ plugin: Identity, _ hash: String, from source: String, to copies: ApprovedCopies,
        _ told: @escaping @Sendable (ApprovedCopies.Failure?) -> Void
    ) {
        queue.async {
            do throws(ApprovedCopies.Failure) {
                try copies.make(plugin, hash, from: source)
                told(nil)
            } catch { told(error) }
        }
    }
}
