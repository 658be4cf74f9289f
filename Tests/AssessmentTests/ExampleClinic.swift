import Messages

/// A small clinic with one person for each role that the tests need.
func exampleClinic(_ policies: Policies = Policies()) -> Clinic {
    Clinic(
        name: "Example", timeZone: "America/Chicago", services: [], phases: [], rooms: [],
        staff: decoded(staff), groups: [], closures: [], policies: policies)
}

/// The example clinic's people; the first case manager is not the first of the list.
private let staff = """
    [
        {"id": "dir", "roles": ["director"], "caseload": 0, "languages": ["en"], "hours": []},
        {"id": "t01", "roles": ["clinician"], "caseload": 8, "languages": ["en"], "hours": []},
        {"id": "cm1", "roles": ["case-manager"], "caseload": 8, "languages": ["en"], "hours": []},
        {"id": "cm2", "roles": ["case-manager"], "caseload": 8, "languages": ["en"], "hours": []}
    ]
    """

private func decoded(_ text: String) -> [Clinic.Staff] {
    do { return try JSONText.decode([Clinic.Staff].self, from: Array(text.utf8)) } catch {
        preconditionFailure("The example staff is not valid: \(error)")
    }
}

extension Actor {
    static let director = Actor(staff: "dir", role: .director)
    static let clinician = Actor(staff: "t01", role: .clinician)
    static let prescriber = Actor(staff: "md1", role: .prescriber)
    static let frontDesk = Actor(staff: "fd1", role: .frontDesk)
}
