import Messages

/// A clinic with two phases, two clinicians, a case manager and a director.
enum ExampleClinic {
    static func make() throws -> Clinic {
        try JSONText.decode(Clinic.self, from: Array(text.utf8))
    }

    private static let text = """
        {"name": "Example", "timeZone": "America/Chicago", "services": ["aftercare"],
         "phases": [
          {"id": "p1", "name": "Intensive", "level": "2.1", "hoursPerWeek": 9,
           "individualEveryWeeks": 1, "reviewAfterWeeks": 6},
          {"id": "p2", "name": "Step-down", "level": "1", "hoursPerWeek": 6,
           "individualEveryWeeks": 2, "reviewAfterWeeks": 4}],
         "rooms": [],
         "staff": [
          {"id": "cm1", "roles": ["case-manager"], "caseload": 0, "languages": [], "hours": []},
          {"id": "dir", "roles": ["director"], "caseload": 0, "languages": [], "hours": []},
          {"id": "fd1", "roles": ["front-desk"], "caseload": 0, "languages": [], "hours": []},
          {"id": "t01", "roles": ["clinician"], "caseload": 9, "languages": [], "hours": []},
          {"id": "t02", "roles": ["clinician"], "caseload": 9, "languages": [], "hours": []}],
         "groups": [], "closures": [],
         "policies": {"groupCapacity": 12, "intensiveHoursAdult": 9,
          "intensiveHoursAdolescent": 6, "alertHoursNow": 1, "alertHoursToday": 8,
          "followUpDays": 7, "placementEdition": "asam-3", "suicideTriage": "va-risk-id",
          "withdrawalBands": "asam-2020"}}
        """
}
