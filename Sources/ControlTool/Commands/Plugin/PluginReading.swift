internal import ClinicFiles
internal import ClinicalRules
internal import Messages
internal import PluginHost
internal import TherapyContract
internal import TherapyTools

/// How the tools read a therapy's folder, by the rule of the supervisor, and run its program, in the
/// room of a host.
enum PluginReading {
    /// What shuts programs in on this computer.
    static let confinement = Confinement.found(hiding: Program.nothing)

    /// What a person is told of that; of a contract alone, that nothing is run.
    static func confinementLine(of contract: PluginContract?) -> String {
        guard contract?.isManifestAlone != true else {
            return "It has no program: the contract alone is the therapy."
        }
        return switch confinement {
        case .bubblewrap: "The program is shut in by bubblewrap, as in a clinic."
        case .none(let reason): "The program runs UNCONFINED: \(reason)."
        }
    }

    /// - Parameter source: the author's folder, as it is named in faults.
    /// - Throws: ``UnfitTherapy``, with all that is wrong with it.
    static func contract(_ folder: String, of source: String) throws -> PluginContract {
        try therapy(folder, of: source).contract
    }

    /// The same, with all that the folder holds.
    static func therapy(_ folder: String, of source: String) throws -> TherapyFolder.Therapy {
        do throws(PluginFault) {
            return try TherapyFolder.read(folder, for: nil)
        } catch { throw UnfitTherapy(error.faults(at: source), as: error.advice(at: source)) }
    }
}
