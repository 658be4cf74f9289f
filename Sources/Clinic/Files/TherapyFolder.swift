internal import ClinicalRules
package import Messages
internal import Platform
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
        let json = (try? JSONText.decode(JSONFragment.self, from: bytes)) ?? .null
        let listed = Result { () throws(PluginTree.Fault) in try PluginTree(listing: path) }
        let contract: PluginContract
        do throws(ContractFaults) {
            contract = try ContractCheck.read(bytes, for: clinic, form: InstrumentFile.faults)
        } catch {
            throw PluginFault(
                folder: folder,
                .unfit(
                    error.advices(in: "plugin.json")
                        + others(in: listed, beside: json, for: clinic)))
        }
        let tree: PluginTree
        do throws(PluginTree.Fault) { tree = try listed.get() } catch {
            throw PluginFault(folder: folder, error)
        }
        if let phrase = missing(of: contract.command, in: tree, for: clinic) {
            throw PluginFault(folder: folder, phrase)
        }
        return Therapy(contract: contract, json: json, tree: tree)
    }

    /// What else is wrong beside a contract that does not fit: all is told at once.
    private static func others(
        in listed: Result<PluginTree, PluginTree.Fault>, beside json: JSONFragment,
        for clinic: Clinic?
    ) -> [Advice] {
        switch listed {
        case .failure(let fault):
            return [
                Advice(
                    fault.name.map { "\($0): it \(fault.phrase)." }
                        ?? "plugin.json: the folder \(fault.phrase).",
                    remedy: "Mend that.")
            ]
        case .success(let tree):
            guard case .object(let members) = json, case .array(let words)? = members["command"]
            else { return [] }
            let command = words.compactMap { word -> String? in
                if case .string(let text) = word { text } else { nil }
            }
            // Of a program that may not be the plugin's, the contract's check tells.
            guard let program = command.first,
                !["/", ".", "cairn"].contains(where: program.hasPrefix),
                let fault = missing(of: command, in: tree, for: clinic)
            else { return [] }
            return [PluginFault(folder: "plugin.json", fault).ofCommand].compactMap(\.self)
        }
    }

    /// What is not there yet of a program: its author may still be copying it.
    private static func missing(of command: [String], in tree: PluginTree, for clinic: Clinic?)
        -> PluginFault.Kind?
    {
        guard let program = command.first else { return nil }
        let shown = String(
            String.UnicodeScalarView(program.unicodeScalars.filter(PluginShelf.isPlain)))
        let allowed = clinic?.allowedInterpreters ?? AllowedInterpreters()
        guard let entry = allowed.entry(for: program) else {
            if tree.holds(program: program) { return nil }
            let names = allowed.names.joined(separator: ", ")
            return tree.holds(program)
                ? .program("\(shown) is not executable yet")
                : .program(
                    "\(shown) is not there yet, and is no interpreter that the clinic allows"
                        + " (\(names.isEmpty ? "it allows none" : names))")
        }
        // Where no clinic is meant, it is not the machine that it would run on.
        guard clinic == nil || Interpreter.path(of: entry, searching: Interpreter.searched) != nil
        else { return .interpreter(entry) }
        let script = command.dropFirst().first { !$0.hasPrefix("-") }
        let isFile = [".py", ".js", ".mjs", ".pl"].contains { script?.hasSuffix($0) == true }
        guard let script, isFile, !tree.holds(script) else { return nil }
        return .program("\(script) is not there yet")
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
