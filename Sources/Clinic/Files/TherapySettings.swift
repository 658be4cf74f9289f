internal import Foundation
package import Messages
package import TherapyContract

/// What `clinic.yaml` sets for therapies, held against what their contracts take.
package struct TherapySettings {
    private let clinic: Clinic
    private let folder: ClinicFolder

    /// - Parameter clinic: whose settings are looked at: those in force, or those of the file.
    package init(of clinic: Clinic, in folder: ClinicFolder) {
        (self.clinic, self.folder) = (clinic, folder)
    }

    /// What a therapy runs with.
    ///
    /// - Throws: ``UnfitSettings``, which names each place.
    package func values(
        for contract: PluginContract
    ) throws(UnfitSettings) -> [String: JSONFragment] {
        let given = clinic.therapies?[contract.id.text] ?? [:]
        do throws(SettingFaults) { return try contract.settings(given) } catch {
            let text = description
            let places = error.faults.map { fault in
                let path = ["therapies", contract.id.text, fault.setting]
                let line = text?.line(of: path).map { "line \($0), " } ?? ""
                return "\(line)\(path.joined(separator: ".")) \(fault.problem): \(fault.remedy)"
            }
            throw UnfitSettings(therapy: contract.id, places: places)
        }
    }

    /// What does not fit of the therapies that lie in the clinic's folder: of one that runs by the
    /// contract that was approved, of any other by the one that lies there.
    package var faults: [Advice] {
        contracts.compactMap { contract in
            do throws(UnfitSettings) {
                _ = try values(for: contract)
                return nil
            } catch { return error.advice }
        }
    }

    /// What of the therapies that lie there the clinic could never hold.
    package var misfits: [Advice] { contracts.flatMap { $0.misfits(in: clinic) } }

    /// One of each therapy, in order.
    private var contracts: [PluginContract] {
        let approved = ApprovedList(in: folder).plugins.compactMap {
            ApprovedCopies(of: folder).contract(of: $0.plugin, $0.content.hash)
        }
        let lying = (PluginShelf.paths(in: folder) ?? []).compactMap {
            try? PluginShelf.judge($0, in: folder, for: nil).result.get().contract
        }
        let contracts = Dictionary(
            (approved + lying).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        return contracts.values.sorted { $0.id < $1.id }
    }

    /// What is set for therapies that the clinic does not have.
    package var strangers: [Advice] {
        guard let given = clinic.therapies, !given.isEmpty else { return [] }
        let folders = PluginShelf.names(in: folder.plugins) ?? []
        let ids = (PluginShelf.paths(in: folder) ?? []).compactMap {
            PluginShelf.judge($0, in: folder, for: nil).id?.text
        }
        let known = Set(folders + ids + ApprovedList(in: folder).plugins.map(\.plugin.text))
        let text = description
        return given.keys.filter { !known.contains($0) }.sorted().map { name in
            let line = text?.line(of: ["therapies", name]).map { "line \($0), " } ?? ""
            return Advice(
                "clinic.yaml, \(line)therapies.\(name) is no therapy of this clinic.",
                remedy: NearMiss.question(name, in: known.sorted())
                    + "Take it out, or add the therapy: `cairn plugin add`.")
        }
    }

    /// The text that says so, for its lines; `nil` where it cannot be told which.
    private var description: DescriptionText? {
        [folder.configuration, folder.inForceText].lazy.compactMap { file -> DescriptionText? in
            guard let bytes = try? PlainFile.ofClinic(file),
                let text = String(validating: bytes, as: UTF8.self),
                let said = try? ClinicFolder.clinic(of: text, named: file), said == clinic
            else { return nil }
            return try? DescriptionText(text)
        }.first
    }
}

/// What `clinic.yaml` sets for a therapy, and its contract does not take.
package struct UnfitSettings: Remediable, Hashable {
    let therapy: Identity
    /// Each place, with what to write there.
    let places: [String]

    package var advice: Advice {
        Advice(
            "\(therapy) does not run: in clinic.yaml, \(places.joined(separator: "; ")).",
            remedy: "Mend that, then `cairn reload`.")
    }
}
