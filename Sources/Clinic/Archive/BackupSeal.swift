internal import ClinicFiles
internal import Journal
internal import Messages

/// The proof that a backup's manifest is as it was written: `manifest.seal`, beside it.
///
/// It has a code over the manifest's bytes for each journal, by the key of that journal. The
/// manifest says whose journals there are, so that nobody can leave one out without its key.
struct BackupSeal: Codable {
    /// By identity.
    private var codes: [String: String]
    static let name = "manifest.seal"
    private static let purpose = "backup manifest"

    /// Seals a manifest with the keys of its owners, and with the supervisor's if it is here: a
    /// backup without a journal has a seal too, but in the folder of a join bundle.
    init(over manifest: [UInt8], by owners: [Identity], keysOf folder: ClinicFolder) {
        codes = [:]
        for owner in owners + [.supervisor] {
            guard let key = try? KeyFolder(of: folder).storageKey(of: owner) else { continue }
            codes[owner.text] = key.seal(over: manifest, for: Self.purpose)
        }
    }

    /// Whether each owner whose key is here sealed exactly this manifest, and one at least did.
    func fits(_ manifest: [UInt8], by owners: [Identity], keysOf folder: ClinicFolder) -> Bool {
        var count = 0
        for owner in Set(owners + [.supervisor]) {
            // Opening the journal tells that its key is missing.
            guard let key = try? KeyFolder(of: folder).storageKey(of: owner) else { continue }
            guard let code = codes[owner.text] else {
                if !owners.contains(owner) { continue }
                return false
            }
            guard key.fits(code, over: manifest, for: Self.purpose) else { return false }
            count += 1
        }
        return count > 0
    }
}
