package import Messages

/// Why one folder below `plugins/` is left out. All others run.
package struct PluginFault: Remediable, Hashable {
    /// What is the matter with it.
    package enum Kind: Hashable, Sendable {
        /// A file of it is not there, or not as it must be; the rest of a sentence.
        case file(String, String)
        /// Its `plugin.json` does not fit: each place, with what it takes.
        case unfit([String])
        /// Another folder, which is named, has the id already.
        case sameID(Identity, as: String)
        /// Its socket's path would have more bytes than the system takes.
        case idTooLong(Identity)
        /// It holds what a plugin may not hold, or too much; the rest of a sentence.
        case content(String)
        /// Its program cannot be run, or may not be; the rest of a sentence.
        case program(String)
    }

    /// The folder below the clinic's, such as `plugins/cbt`.
    package let folder: String
    package let kind: Kind

    package init(folder: String, _ kind: Kind) { (self.folder, self.kind) = (folder, kind) }

    /// The same of a folder outside of the clinic, which somebody wants there.
    package func advice(at path: String) -> Advice {
        switch kind {
        case .file(let name, let phrase):
            Advice("\(path) is no plugin: \(name) \(phrase).", remedy: "Mend that first.")
        case .unfit(let places):
            Advice(
                "\(path)/plugin.json does not fit: \(places.joined(separator: "; ")).",
                remedy: "Mend these places; docs/plugins/plugin.schema.json has the form.")
        case .content(let phrase):
            Advice("\(path) is no plugin: the folder \(phrase).", remedy: "Mend that first.")
        case .program(let phrase):
            Advice("\(path) is no plugin: its program \(phrase).", remedy: "Mend that first.")
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
        case .unfit(let places):
            return Advice(
                leftOut + "its plugin.json does not fit: \(places.joined(separator: "; ")).",
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
                remedy: "Put the program itself into the folder, executable: \(again)")
        }
    }
}
