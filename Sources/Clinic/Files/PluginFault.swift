package import Messages

/// Why one folder below `plugins/` is left out. All others run.
package struct PluginFault: Remediable, Hashable {
    /// What is the matter with it.
    package enum Kind: Hashable, Sendable {
        /// A file of it is not there, or not as it must be; the rest of a sentence.
        case file(String, String)
        /// Its `plugin.json` does not fit, nor perhaps what lies beside it: each fault with its file
        /// below the folder, its line, and its remedy.
        case unfit([Advice])
        /// Another folder, which is named, has the id already.
        case sameID(Identity, as: String)
        /// Its socket's path would have more bytes than the system takes.
        case idTooLong(Identity)
        /// It holds what a plugin may not hold, or too much; the rest of a sentence.
        case content(String)
        /// Its program cannot be run, or may not be; the rest of a sentence.
        case program(String)
        /// The clinic allows the interpreter, and this machine does not have it where it should be.
        case interpreter(String)
    }

    /// The folder below the clinic's, such as `plugins/cbt`.
    package let folder: String
    package let kind: Kind

    package init(folder: String, _ kind: Kind) { (self.folder, self.kind) = (folder, kind) }

    /// Each thing that is wrong with a folder outside of the clinic, which somebody wants there.
    package func faults(at path: String) -> [Advice] {
        guard case .unfit(let faults) = kind else { return [advice(at: path)] }
        return faults.map { Advice("\(path)/\($0.problem)", remedy: $0.remedy) }
    }

    /// All of it as one.
    package func advice(at path: String) -> Advice {
        switch kind {
        case .file(let name, let phrase):
            Advice("\(path) is no plugin: \(name) \(phrase).", remedy: "Mend that first.")
        case .unfit:
            Advice(
                "\(path) is no plugin: its plugin.json does not fit.", listing: faults(at: path),
                remedy: "Mend these places; docs/plugins/plugin.schema.json has the form.")
        case .content(let phrase):
            Advice("\(path) is no plugin: the folder \(phrase).", remedy: "Mend that first.")
        case .program(let phrase):
            Advice(
                "\(path) is no plugin: its program \(phrase).",
                remedy: "Mend that first. \(Self.allowing)")
        case .interpreter(let entry):
            Advice(
                "\(path) cannot run here: \(entry) is not installed.",
                remedy: Self.installing + "add it again.")
        case .sameID, .idTooLong: advice
        }
    }

    package var advice: Advice {
        let leftOut = "The plugin in \(folder) is left out: "
        let again = "it is taken in within seconds, or at the next `cairn up`."
        switch kind {
        case .file(let name, let phrase):
            return Advice(
                leftOut + "\(name) \(phrase).", remedy: "Mend that, or remove \(folder): \(again)")
        case .unfit:
            return Advice(
                leftOut + "its plugin.json does not fit.", listing: faults(at: folder),
                remedy: "Mend these places, or remove \(folder): \(again)")
        case .sameID(let id, let other):
            return Advice(
                leftOut + "its id, \(id), is that of the plugin in \(other), which counts.",
                remedy: "Remove \(folder) if it is a copy, or write another id into its"
                    + " plugin.json: \(again)")
        case .idTooLong(let id):
            return Advice(
                "The plugin \(id) is left out: with its id the path of its socket in run is longer"
                    + " than the 107 bytes that the system takes (\(folder)).",
                remedy: "Shorten the id in its plugin.json, or move the clinic to a shorter path.")
        case .content(let phrase):
            return Advice(
                leftOut + "the folder \(phrase).",
                remedy: "Mend that, or remove \(folder): \(again)")
        case .program(let phrase):
            return Advice(
                leftOut + "its program \(phrase).",
                remedy: "Put the program itself into the folder, executable: \(again)"
                    + " \(Self.allowing)")
        case .interpreter(let entry):
            return Advice(
                leftOut + "\(entry), by which it runs, is not installed here.",
                remedy: Self.installing + again)
        }
    }

    /// What is wrong with the program that a contract names; `nil` for any other fault.
    var ofCommand: Advice? {
        switch kind {
        case .program(let phrase):
            Advice(
                "\(folder): command: its program \(phrase).",
                remedy: "Put the program itself into the folder, executable. \(Self.allowing)")
        case .interpreter(let entry):
            Advice(
                "\(folder): command: \(entry) is not installed here.",
                remedy: Self.installing + "add it again.")
        default: nil
        }
    }

    private static let allowing =
        "An interpreter is allowed by a line under `interpreters` in clinic.yaml and `cairn reload`."
    private static let installing =
        "Install it, or write its path under `interpreters` in clinic.yaml and `cairn reload`: "
}
