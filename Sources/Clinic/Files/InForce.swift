internal import Bus
internal import FoundationEssentials
internal import Glibc
package import Messages
internal import Platform

/// What a clinic that is up works by: its description as the supervisor took it, at its start or at
/// the last reload.
///
/// `clinic.yaml` is edited while the clinic runs, and may be broken for a while. Whoever starts,
/// watches or stops something meanwhile goes by this, so all work by one description.
package struct InForce: Codable, Sendable {
    package var clinic: Clinic
    package var mode: ClinicMode
    /// The hub's public key, which everybody needs who joins.
    package var hubKey: String
    /// Whether its supervisor brings the clinic down; `nil` before that.
    package fileprivate(set) var isEnding: Bool?
    /// The supervisor that took it, and the folder on the disk: what one that is gone left behind,
    /// or what was copied with a folder, is in force for nobody.
    private var supervisor: Int32
    private var startTicks: UInt64
    private var folder: String

    fileprivate init(clinic: Clinic, mode: ClinicMode, hubKey: String, in folder: ClinicFolder) {
        (self.clinic, self.mode, self.hubKey) = (clinic, mode, hubKey)
        supervisor = getpid()
        startTicks = InForce.startTicks(of: getpid()) ?? 0
        self.folder = InForce.identity(of: folder)
    }

    fileprivate func isTrue(of folder: ClinicFolder) -> Bool {
        self.folder == InForce.identity(of: folder)
            && InForce.startTicks(of: supervisor) == startTicks
    }

    fileprivate var isOwn: Bool { supervisor == getpid() }

    private static func identity(of folder: ClinicFolder) -> String {
        FolderIdentity(of: folder.path)?.description ?? ""
    }

    /// When a process began, in the kernel's ticks; `nil` where there is none, or where it has ended
    /// and nobody has asked how: in some containers nobody ever does.
    private static func startTicks(of process: Int32) -> UInt64? {
        guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
            // A program's name may hold blanks and parentheses; the last one ends it.
            let end = text.lastIndex(of: ")")
        else { return nil }
        let fields = text[text.index(after: end)...].split(separator: " ")
        return fields.count > 19 && fields[0] != "Z" ? UInt64(fields[19]) : nil
    }
}

extension ClinicFolder {
    private var inForceFile: String { run + "/in-force.json" }
    /// The text of `clinic.yaml` as it was taken.
    package var inForceText: String { run + "/in-force.yaml" }

    /// What the clinic works by; `nil` while no supervisor runs it here.
    package var inForce: InForce? {
        guard let bytes = try? PlainFile.ofClinic(inForceFile),
            let found = try? JSONText.decode(InForce.self, from: bytes),
            found.isTrue(of: self)
        else { return nil }
        return found
    }

    /// The description to work by: the one in force, else what the file says.
    package func standingClinic() throws -> Clinic { try inForce?.clinic ?? clinic() }

    /// What the folder is for: as it is in force, else as the file says.
    package func standingMode() throws -> ClinicMode { try inForce?.mode ?? mode() }

    /// Has everybody work by a description from now on: for this process, the supervisor, alone.
    package func takeIntoForce(_ clinic: Clinic, _ mode: ClinicMode) throws {
        let hubKey = try KeyFolder(of: self).hubKeys().publicKey
        let record = InForce(clinic: clinic, mode: mode, hubKey: hubKey, in: self)
        let text = (try? PlainFile.ofClinic(configuration)) ?? []
        do {
            try DurableFile.replace(inForceText, with: text)
            try DurableFile.replace(inForceFile, with: try JSONText.encode(record))
        } catch let failure as DurableFile.Failure {
            throw ClinicError.refused(SystemFault(failure.errno), "write", failure.path)
        }
    }

    /// Says to whoever looks that the clinic is being brought down: for its supervisor alone. What
    /// does not get written is told by its end, a moment later.
    package func noteEnding() {
        guard var record = inForce, record.isOwn else { return }
        record.isEnding = true
        guard let text = try? JSONText.encode(record) else { return }
        try? DurableFile.replace(inForceFile, with: text)
    }
}
