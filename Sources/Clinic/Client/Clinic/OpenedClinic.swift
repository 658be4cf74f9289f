package import ClinicFiles
internal import Foundation
package import Messages

/// A clinic's folder, read: what it describes and what it is for.
package struct OpenedClinic {
    package let folder: ClinicFolder
    package let clinic: Clinic
    package let mode: ClinicMode

    package init(folder: ClinicFolder, clinic: Clinic, mode: ClinicMode) {
        self.folder = folder
        self.clinic = clinic
        self.mode = mode
    }

    /// Reads a folder: a clinic that is up by what is in force, any other by its files.
    package init(reading folder: ClinicFolder) throws {
        self.folder = folder
        guard let inForce = folder.inForce else {
            (mode, clinic) = (try folder.mode(), try folder.clinic())
            return
        }
        (mode, clinic) = (inForce.mode, inForce.clinic)
    }

    /// What is wrong with the files that describe a clinic which is up: it goes on without them.
    package static func faults(in folder: ClinicFolder) -> [Advice] {
        let readings: [() throws -> Void] = [
            { _ = try folder.clinic() }, { _ = try folder.mode() },
            { _ = try KeyFolder(of: folder).existingAccessList() },
            { _ = try KeyFolder(of: folder).hubKeys() },
        ]
        return readings.compactMap { reading in
            do { try reading() } catch {
                let advice = (error as? any Remediable)?.advice
                return Advice(
                    advice?.problem ?? "A file of the clinic's cannot be read.",
                    remedy: "The clinic goes on by what is in force (\(folder.inForceText)). "
                        + (advice?.remedy ?? ""))
            }
            return nil
        }
    }

    package var keys: KeyFolder { KeyFolder(of: folder) }

    /// What every view begins with in a rehearsal; `nil` in a live clinic.
    package var banner: String? {
        mode.isRehearsal ? "REHEARSAL: nobody in this clinic is a real client." : nil
    }
}

extension OpenedClinic {
    /// The plugins that are approved and run.
    package var plugins: [Identity] { ApprovedList(in: folder).plugins.map(\.plugin) }
    /// Plugins in the folder that cannot run, and why.
    package var leftOut: [Advice] { PluginShelf.leftOut(of: folder, clinic: clinic) }
}

extension OpenedClinic {
    /// Who runs on this computer when the clinic is up, as its folder says.
    package var processes: [Identity] {
        // In the folder of a join bundle one alone.
        if let joined = KeyFolder(of: folder).joined { return [joined] }
        let services = [.hub, .supervisor] + clinic.services.filter { $0 != .hub }
        let all = services + plugins + (mode.isRehearsal ? [.simulator] : [])
        return all.filter { clinic.elsewhere?.contains($0) != true }
    }
}
