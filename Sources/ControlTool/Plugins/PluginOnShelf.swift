internal import ClinicClient
internal import ClinicFiles
internal import Messages
internal import TherapyContract

/// A plugin in the clinic's folder, and what of it is approved.
struct PluginOnShelf {
    private let id: Identity
    private let folder: TherapyFolder
    /// The content that is approved, and its contract.
    let approvedHash: String?
    let approved: PluginContract?

    /// - Parameter content: what is approved, as the supervisor tells; `nil` to go by the clinic's
    ///   list of those that run.
    init(_ id: Identity, in opened: OpenedClinic, approved content: PluginContent? = nil) throws {
        let folders = PluginOnShelf.folders(in: opened)
        let ids = folders.compactMap(\.id)
        // One that does not fit just now is known by the name of its folder.
        guard
            let folder = folders.first(where: { $0.id == id })
                ?? folders.first(where: { $0.path.hasSuffix("/\(id)") })
        else {
            throw ClientError.usage(
                Advice(
                    "There is no plugin \(id) in the folder plugins.",
                    remedy: NearMiss.question(id.text, in: ids.map(\.text))
                        + "See `cairn plugin list`; `cairn plugin add FOLDER` puts one there."))
        }
        self.id = id
        self.folder = folder
        let list = ApprovedList(in: opened.folder).plugins
        approvedHash = content?.hash ?? list.first { $0.plugin == id }?.content.hash
        approved = approvedHash.flatMap { hash in
            let path = ApprovedCopies(of: opened.folder).path(of: id, hash)
            return try? TherapyFolder.read(path, for: nil).contract
        }
    }

    /// The ids of all that fit.
    static func ids(in opened: OpenedClinic) -> [Identity] { folders(in: opened).compactMap(\.id) }

    private static func folders(in opened: OpenedClinic) -> [TherapyFolder] {
        PluginShelf.folders(in: opened.folder, for: opened.clinic) ?? []
    }

    /// The name of its folder below `plugins/`.
    var folderName: String { folder.path.split(separator: "/").last.map(String.init) ?? id.text }

    /// What it declares, if it fits.
    var therapy: TherapyFolder.Therapy? { try? folder.result.get() }

    /// What it declares.
    ///
    /// - Throws: all that is wrong with it.
    func fit() throws -> TherapyFolder.Therapy { try folder.result.get() }

    /// The hash of all that its folder holds.
    func hash() throws -> String {
        let tree = try fit().tree
        do throws(PluginTree.Fault) { return try tree.hash() } catch {
            throw PluginPlacement.Failure.content(error)
        }
    }
}
