internal import ClinicalRules
package import Messages
package import TherapyContract

/// One folder below `plugins/`, judged.
package struct TherapyFolder: Sendable {
    /// Its path.
    package let path: String
    /// What it declares, or why it is left out.
    package let result: Result<Therapy, PluginFault>

    /// What a folder that fits declares.
    package struct Therapy: Sendable {
        package let contract: PluginContract
        /// The contract as it is written.
        package let json: JSONFragment
        /// The folder with all that it holds.
        package let tree: PluginTree
    }

    /// Judges a folder: its contract, its program, and what else it holds.
    ///
    /// - Parameter clinic: whose phases, sessions and services it must fit; `nil` to not look at
    ///   that.
    /// - Throws: ``PluginFault`` with all that is wrong with it.
    package static func read(_ path: String, for clinic: Clinic?) throws(PluginFault) -> Therapy {
        let folder = PluginShelf.shown(path)
        let bytes: [UInt8]
        do throws(PlainFile.Fault) {
            bytes = try PlainFile.read(
                path + "/plugin.json", limit: PluginContract.limitBytes)
        } catch { throw PluginFault(folder: folder, .file("plugin.json", error.phrase)) }
        let contract: PluginContract
        do throws(ContractFaults) {
            contract = try ContractCheck.read(bytes, for: clinic, form: InstrumentFile.faults)
        } catch { throw PluginFault(folder: folder, .unfit(error.texts)) }
        let tree: PluginTree
        do throws(PluginTree.Fault) { tree = try PluginTree(listing: path) } catch {
            throw PluginFault(folder: folder, error)
        }
        if let phrase = missing(of: contract.command, in: tree) {
            throw PluginFault(folder: folder, .program(phrase))
        }
        // What the check has read is JSON.
        let json = (try? JSONText.decode(JSONFragment.self, from: bytes)) ?? .null
        return Therapy(contract: contract, json: json, tree: tree)
    }

    /// What is not there yet of a program: its author may still be copying it.
    private static func missing(of command: [String], in tree: PluginTree) -> String? {
        guard let program = command.first else { return nil }
        let shown = String(
            String.UnicodeScalarView(program.unicodeScalars.filter(PluginShelf.isPlain)))
        let interpreters = PluginContract.interpreters
        guard interpreters.contains(program) else {
            if tree.holds(program: program) { return nil }
            return tree.holds(program)
                ? "\(shown) is not executable yet"
                : "\(shown) is not there yet, and is no interpreter that the clinic allows"
                    + " (\(interpreters.joined(separator: ", ")))"
        }
        let script = command.dropFirst().first { !$0.hasPrefix("-") }
        let isFile = [".py", ".js", ".mjs", ".pl"].contains { script?.hasSuffix($0) == true }
        guard let script, isFile, !tree.holds(script) else { return nil }
        return "\(script) is not there yet"
    }
}

extension PluginFault {
    /// What is the matter with what a folder holds.
    init(folder: String, _ fault: PluginTree.Fault) {
        self.init(
            folder: folder, fault.name.map { .file($0, fault.phrase) } ?? .content(fault.phrase))
    }
}

extension TherapyFolder {
    /// The same, left out because of what it holds.
    package func refused(for fault: PluginTree.Fault) -> TherapyFolder {
        TherapyFolder(
            path: path, result: .failure(PluginFault(folder: PluginShelf.shown(path), fault)))
    }
}
