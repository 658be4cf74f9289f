import Messages
import TestKit

/// A small clinic with one person for each role that the tests need; the first case manager is not
/// the first of the list.
func exampleClinic(_ policies: Policies = Policies()) -> Clinic {
    .example(
        phases: [],
        staff: [
            Clinic.Staff("dir", roles: [.director], caseload: 0), Clinic.Staff("t01"),
            Clinic.Staff("cm1", roles: [.caseManager]), Clinic.Staff("cm2", roles: [.caseManager]),
        ], policies: policies)
}

extension Actor {
    static let director = Actor(staff: "dir", role: .director)
    static let clinician = Actor(staff: "t01", role: .clinician)
    static let nurse = Actor(staff: "rn1", role: .nurse)
    static let prescriber = Actor(staff: "md1", role: .prescriber)
    static let frontDesk = Actor(staff: "fd1", role: .frontDesk)
}
