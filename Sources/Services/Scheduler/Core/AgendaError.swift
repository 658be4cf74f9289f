package import Messages

/// Why an event of another service cannot be handled at this clinic.
package enum AgendaError: Remediable, Equatable {
    case noPhases
    case noClinician

    package var advice: Advice {
        switch self {
        case .noPhases:
            Advice(
                "The clinic has no phase, so nobody can be enrolled.",
                remedy: "Add phases to clinic.yaml, and `cairn reload`.")
        case .noClinician:
            Advice(
                "No staff member is a clinician with a caseload, so nobody can be enrolled.",
                remedy: "Give a clinician a caseload in clinic.yaml, and `cairn reload`.")
        }
    }
}
