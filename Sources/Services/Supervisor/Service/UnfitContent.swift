internal import ClinicFiles
internal import Messages

/// Why a plugin's approved content cannot be run.
enum UnfitContent: Error, Hashable {
    /// There is no copy of it, and its folder does not hold it.
    case missing
    /// Its copy is not what was approved any more.
    case changed
    /// Its copy cannot be made, or read.
    case unusable(PluginTree.Fault)
    /// A member of the staff has its id.
    case person
    /// Something else: what the clinic sets for it, as an example.
    case told(Advice)

    /// What is wrong and what to do about it, as its folder is now: what helps depends on what lies
    /// there.
    func advice(
        on name: Identity, _ content: PluginContent, beside folder: FolderContent
    ) -> Advice {
        let hash = content.hash
        let copy = "plugins/.approved/\(name)/\(hash)"
        let what = "The approved content of \(name) (\(hash.prefix(12)))"
        switch self {
        case .missing:
            return Advice(
                "\(what) is not there: \(name) does not run.",
                remedy: Self.replacing(name, beside: folder))
        case .changed:
            let problem =
                "The copy of what was approved of \(name) was changed: \(name) does not"
                + " run."
            return Advice(
                problem,
                remedy: folder == .approved
                    ? "Remove \(copy): it is copied anew from plugins/\(name)."
                    : Self.replacing(name, beside: folder)
                        + " To run what was approved again, remove \(copy) first.")
        case .unusable(let fault):
            return Advice(
                "\(what) cannot be used: \(fault.text); \(name) does not run.",
                remedy: "Mend that. \(Self.replacing(name, beside: folder))")
        case .person:
            return Advice(
                "\(name) is also the id of a member of staff: the plugin does not run.",
                remedy: "Give the member of staff another id in clinic.yaml, then `cairn reload`;"
                    + " or `cairn plugin remove \(name) --as STAFF`.")
        case .told(let advice): return advice
        }
    }

    private static func replacing(_ name: Identity, beside folder: FolderContent) -> String {
        let back = "`cairn plugin upgrade FOLDER` puts the approved content back"
        return switch folder {
        case .approved, .another:
            "Look at what plugins/\(name) holds and approve it: `cairn plugin show \(name)`, then"
                + " `cairn plugin enable \(name) --as STAFF`. Or \(back)."
        case .unfit:
            "plugins/\(name) holds nothing that could run: \(back). Another content waits for"
                + " `cairn plugin enable \(name) --as STAFF` then."
        case .none:
            "`cairn plugin add FOLDER` puts it there, then `cairn plugin enable \(name) --as STAFF`."
        }
    }
}

/// What a plugin's folder holds, beside what is approved of it.
enum FolderContent: Hashable {
    /// What is approved.
    case approved
    /// Something else that fits.
    case another
    /// Something that does not fit.
    case unfit
    /// There is none.
    case none

    init(
        of name: Identity, approved hash: String,
        among folders: some Sequence<PluginInspector.Inspected>
    ) {
        let own = folders.filter { $0.folder.id == name }
        if own.contains(where: { $0.hash == hash }) {
            self = .approved
        } else if !own.isEmpty {
            self = .another
        } else {
            let isNamed = folders.contains { $0.folder.path.hasSuffix("/\(name)") }
            self = isNamed ? .unfit : .none
        }
    }
}
