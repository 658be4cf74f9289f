package import ClinicFiles

/// Ends what supervisors of a clinic left behind, while none of them runs.
package enum Sweep {
    /// What was found, and what of it could not be ended.
    package struct Outcome: Sendable {
        package var found: Int
        package var left: [Int32]
    }

    /// Ends them: TERM, and after five seconds KILL.
    ///
    /// - Throws: ``SupervisionError/anotherSupervisor(folder:)`` while one runs: it does so itself.
    package static func end(in clinic: ClinicFolder) throws -> Outcome {
        let locks = try clinic.lockForSupervisor()
        defer { withExtendedLifetime(locks) {} }
        let outcome = Leftovers(folder: clinic, owner: .allBut(incarnation: ""))
            .clear(grace: .seconds(5))
        return Outcome(found: outcome.found, left: outcome.left)
    }
}
