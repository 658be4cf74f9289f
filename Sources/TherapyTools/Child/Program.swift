internal import Foundation
internal import Messages
package import PluginHost
package import TherapyContract

/// A therapy that can be started: its folder, what its contract says, and what shuts it in.
package struct Program: Sendable {
    package let contract: PluginContract
    package let folder: String
    private let confinement: Confinement

    /// - Parameter confinement: by what its program is shut in, as in a clinic; nothing, unless said.
    package init(
        _ contract: PluginContract, in folder: String,
        by confinement: Confinement = .none("nobody asked for it")
    ) {
        (self.contract, self.folder, self.confinement) = (contract, folder, confinement)
    }

    /// The same with another contract.
    package func with(_ contract: PluginContract) -> Program {
        Program(contract, in: folder, by: confinement)
    }

    /// Starts it anew, without any state.
    ///
    /// - Throws: a ``ChildFailure``.
    package func started() throws -> any PipedProgram {
        guard !contract.isManifestAlone else { return ContractChild(contract) }
        guard confinement.isConfined else { return try PlainChild(contract.command, in: folder) }
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let room = Sandbox(confinement: confinement, hiding: Self.nothing)
        let command: [String]
        do throws(ProgramMissing) {
            command = try room.arguments(
                for: contract, in: folder, searching: path.split(separator: ":").map(String.init))
        } catch { throw ChildFailure.unstartable(error.advice.problem) }
        return try PlainChild(command, in: folder)
    }

    /// There is no clinic whose folder it must not see.
    package static let nothing = "/nonexistent"
}
