import AftercareCore
import Messages
import TestKit

/// Continuing care with its history.
typealias Office = CoreDesk<ContinuingCare>

extension CoreDesk<ContinuingCare> {
    /// The clinic has two phases, two clinicians, a case manager and a director; it is nine o'clock.
    init() {
        self.init(
            as: .aftercare,
            clinic: .example(
                phases: [.intensive, .stepDown],
                staff: [
                    Clinic.Staff("cm1", roles: [.caseManager], caseload: 0),
                    Clinic.Staff("dir", roles: [.director], caseload: 0),
                    Clinic.Staff("fd1", roles: [.frontDesk], caseload: 0), Clinic.Staff("t01"),
                    Clinic.Staff("t02"),
                ]), hour: 9)
    }

    func nextContacts() throws -> [NextContact] { try view(NextContacts()) ?? [] }
}
