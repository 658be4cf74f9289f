import Messages

/// A clinic with adult groups in two phases, one of them Spanish, and one group of adolescents.
///
/// `p1-a` and `p1-c` begin at the same hour; `p1-b` is in the evening.
enum ExampleClinic {
    static func make() throws -> Clinic {
        try JSONText.decode(Clinic.self, from: Array(text.utf8))
    }

    private static let text = """
        {"name": "Example", "timeZone": "America/Chicago", "services": ["peer-groups"],
         "phases": [
          {"id": "p1", "name": "Intensive", "level": "2.1", "hoursPerWeek": 9,
           "individualEveryWeeks": 1, "reviewAfterWeeks": 6},
          {"id": "p2", "name": "Step-down", "level": "1", "hoursPerWeek": 6,
           "individualEveryWeeks": 2, "reviewAfterWeeks": 4}],
         "rooms": [{"id": "g1", "kind": "group", "seats": 3},
                   {"id": "g2", "kind": "group", "seats": 16}],
         "staff": [{"id": "t01", "roles": ["clinician"], "caseload": 16, "languages": ["en"],
                    "hours": ["mon 08:00-20:00"]}],
         "groups": [
          {"id": "p1-a", "phase": "p1", "ages": "adult", "language": "en", "capacity": 12,
           "sessions": [{"kind": "process", "at": "mon 09:00-12:00", "room": "g1",
                         "clinician": "t01"}]},
          {"id": "p1-b", "phase": "p1", "ages": "adult", "language": "en", "capacity": 2,
           "sessions": [{"kind": "process", "at": "mon 18:00-21:00", "room": "g2",
                         "clinician": "t01"}]},
          {"id": "p1-c", "phase": "p1", "ages": "adult", "language": "es", "capacity": 12,
           "sessions": [{"kind": "process", "at": "mon 09:30-12:00", "room": "g2",
                         "clinician": "t01"}]},
          {"id": "p1-y", "phase": "p1", "ages": "adolescent", "language": "en", "capacity": 2,
           "sessions": [{"kind": "process", "at": "tue 16:00-18:00", "room": "g2",
                         "clinician": "t01"}]},
          {"id": "p2-a", "phase": "p2", "ages": "adult", "language": "en", "capacity": 1,
           "sessions": [{"kind": "skills", "at": "wed 09:00-11:00", "room": "g2",
                         "clinician": "t01"}]}],
         "closures": [],
         "policies": {"groupCapacity": 12, "intensiveHoursAdult": 9,
          "intensiveHoursAdolescent": 6, "alertHoursNow": 1, "alertHoursToday": 8,
          "followUpDays": 7, "placementEdition": "asam-3", "suicideTriage": "va-risk-id",
          "withdrawalBands": "asam-2020"}}
        """
}
