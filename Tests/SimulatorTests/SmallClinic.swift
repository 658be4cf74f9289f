import Messages

/// A clinic of 24 clients, three phases and four groups, as rehearsals use it.
enum SmallClinic {
    static let start = LocalDate(year: 2026, month: 10, day: 5)

    static let clinic: Clinic = {
        do {
            return try JSONText.decode(Clinic.self, from: Array(json.utf8))
        } catch {
            preconditionFailure("the clinic of the tests does not decode: \(error)")
        }
    }()

    /// Local time of an hour of UTC in Chicago, with the changes of the clock of that winter.
    static func moment(_ utc: Timestamp) -> Moment {
        let winter = Timestamp("2026-11-01T07:00:00Z") ?? utc
        let summer = Timestamp("2027-03-14T08:00:00Z") ?? utc
        let offset: Int64 = utc < winter || utc >= summer ? -5 : -6
        let minutes = Int(utc.milliseconds / 60_000 + offset * 60)
        return Moment(
            utc: utc,
            local: LocalDateTime(
                date: LocalDate(daysSince1970: minutes / 1440),
                time: TimeOfDay(minutes: minutes % 1440)))
    }

    /// An hour of a day of the rehearsal, counted from its first Monday.
    static func moment(day: Int, hour: Int) -> Moment {
        let hours = Int64(start.advanced(by: day).daysSince1970 * 24 + hour)
        let guess = moment(Timestamp(milliseconds: (hours + 5) * 3_600_000))
        let missing = guess.local.time.minutes / 60 == hour ? 0 : 1
        return moment(guess.utc.advanced(byHours: missing))
    }

    private static let json = """
        {
          "name": "small",
          "timeZone": "America/Chicago",
          "services": ["assessment", "scheduler", "peer-groups", "aftercare", "ledger"],
          "phases": [
            {
              "id": "p1",
              "name": "Intensive",
              "level": "2.1",
              "hoursPerWeek": 9,
              "individualEveryWeeks": 1,
              "reviewAfterWeeks": 6
            },
            {
              "id": "p2",
              "name": "Step-down",
              "level": "1",
              "hoursPerWeek": 6,
              "individualEveryWeeks": 2,
              "reviewAfterWeeks": 4
            },
            {
              "id": "p3",
              "name": "Continuing care",
              "level": "1",
              "hoursPerWeek": 2,
              "individualEveryWeeks": 4,
              "reviewAfterWeeks": 12
            }
          ],
          "rooms": [
            {"id": "g1", "kind": "group", "seats": 16},
            {"id": "g2", "kind": "group", "seats": 12},
            {"id": "o1", "kind": "office", "seats": 3},
            {"id": "o2", "kind": "office", "seats": 3},
            {"id": "o3", "kind": "office", "seats": 3},
            {"id": "uds1", "kind": "collection", "seats": 1}
          ],
          "staff": [
            {
              "id": "dir",
              "roles": ["director"],
              "caseload": 0,
              "languages": ["en"],
              "hours": [
                "mon 08:00-21:00",
                "tue 08:00-21:00",
                "wed 08:00-21:00",
                "thu 08:00-21:00",
                "fri 08:00-21:00",
                "sat 08:30-18:00"
              ]
            },
            {
              "id": "t01",
              "roles": ["clinician"],
              "caseload": 16,
              "languages": ["en"],
              "hours": [
                "mon 08:00-21:00",
                "tue 08:00-21:00",
                "wed 08:00-21:00",
                "thu 08:00-21:00",
                "fri 08:00-21:00",
                "sat 08:30-18:00"
              ]
            },
            {
              "id": "t02",
              "roles": ["clinician"],
              "caseload": 16,
              "languages": ["en", "es"],
              "hours": [
                "mon 08:00-21:00",
                "tue 08:00-21:00",
                "wed 08:00-21:00",
                "thu 08:00-21:00",
                "fri 08:00-21:00",
                "sat 08:30-18:00"
              ]
            },
            {
              "id": "t03",
              "roles": ["clinician"],
              "caseload": 16,
              "languages": ["en"],
              "hours": [
                "mon 08:00-21:00",
                "tue 08:00-21:00",
                "wed 08:00-21:00",
                "thu 08:00-21:00",
                "fri 08:00-21:00",
                "sat 08:30-18:00"
              ]
            },
            {
              "id": "cm1",
              "roles": ["case-manager"],
              "caseload": 0,
              "languages": ["en"],
              "hours": [
                "mon 08:00-21:00",
                "tue 08:00-21:00",
                "wed 08:00-21:00",
                "thu 08:00-21:00",
                "fri 08:00-21:00",
                "sat 08:30-18:00"
              ]
            },
            {
              "id": "ps1",
              "roles": ["peer-specialist"],
              "caseload": 0,
              "languages": ["en"],
              "hours": [
                "mon 08:00-21:00",
                "tue 08:00-21:00",
                "wed 08:00-21:00",
                "thu 08:00-21:00",
                "fri 08:00-21:00",
                "sat 08:30-18:00"
              ]
            },
            {
              "id": "rn1",
              "roles": ["nurse"],
              "caseload": 0,
              "languages": ["en"],
              "hours": [
                "mon 08:00-21:00",
                "tue 08:00-21:00",
                "wed 08:00-21:00",
                "thu 08:00-21:00",
                "fri 08:00-21:00",
                "sat 08:30-18:00"
              ]
            },
            {
              "id": "md1",
              "roles": ["prescriber"],
              "caseload": 0,
              "languages": ["en"],
              "hours": [
                "mon 08:00-21:00",
                "tue 08:00-21:00",
                "wed 08:00-21:00",
                "thu 08:00-21:00",
                "fri 08:00-21:00",
                "sat 08:30-18:00"
              ]
            },
            {
              "id": "fd1",
              "roles": ["front-desk"],
              "caseload": 0,
              "languages": ["en"],
              "hours": [
                "mon 08:00-21:00",
                "tue 08:00-21:00",
                "wed 08:00-21:00",
                "thu 08:00-21:00",
                "fri 08:00-21:00",
                "sat 08:30-18:00"
              ]
            },
            {
              "id": "it1",
              "roles": ["administrator"],
              "caseload": 0,
              "languages": ["en"],
              "hours": [
                "mon 08:00-21:00",
                "tue 08:00-21:00",
                "wed 08:00-21:00",
                "thu 08:00-21:00",
                "fri 08:00-21:00",
                "sat 08:30-18:00"
              ]
            }
          ],
          "groups": [
            {
              "id": "p1-01",
              "phase": "p1",
              "ages": "adult",
              "language": "en",
              "capacity": 12,
              "sessions": [
                {"kind": "process", "at": "mon 09:00-10:00", "room": "g2", "clinician": "t01"},
                {"kind": "skills", "at": "mon 10:00-11:00", "room": "g2", "clinician": "t02"},
                {
                  "kind": "education",
                  "at": "mon 11:00-12:00",
                  "room": "g2",
                  "clinician": "t03"
                },
                {"kind": "process", "at": "wed 09:00-10:00", "room": "g2", "clinician": "t01"},
                {"kind": "skills", "at": "wed 10:00-11:00", "room": "g2", "clinician": "t02"},
                {
                  "kind": "education",
                  "at": "wed 11:00-12:00",
                  "room": "g2",
                  "clinician": "t03"
                },
                {"kind": "process", "at": "fri 09:00-10:00", "room": "g2", "clinician": "t01"},
                {"kind": "skills", "at": "fri 10:00-11:00", "room": "g2", "clinician": "t02"},
                {
                  "kind": "education",
                  "at": "fri 11:00-12:00",
                  "room": "g2",
                  "clinician": "t03"
                }
              ]
            },
            {
              "id": "p1-02",
              "phase": "p1",
              "ages": "adult",
              "language": "en",
              "capacity": 12,
              "sessions": [
                {"kind": "process", "at": "mon 09:00-10:00", "room": "g1", "clinician": "t02"},
                {"kind": "skills", "at": "mon 10:00-11:00", "room": "g1", "clinician": "t01"},
                {
                  "kind": "education",
                  "at": "mon 11:00-12:00",
                  "room": "g1",
                  "clinician": "t01"
                },
                {"kind": "process", "at": "tue 09:00-10:00", "room": "g2", "clinician": "t03"},
                {"kind": "skills", "at": "tue 10:00-11:00", "room": "g2", "clinician": "t02"},
                {
                  "kind": "education",
                  "at": "tue 11:00-12:00",
                  "room": "g2",
                  "clinician": "t03"
                },
                {"kind": "process", "at": "thu 09:00-10:00", "room": "g2", "clinician": "t01"},
                {"kind": "skills", "at": "thu 10:00-11:00", "room": "g2", "clinician": "t02"},
                {
                  "kind": "education",
                  "at": "thu 11:00-12:00",
                  "room": "g2",
                  "clinician": "t03"
                }
              ]
            },
            {
              "id": "p2-01",
              "phase": "p2",
              "ages": "adult",
              "language": "en",
              "capacity": 12,
              "sessions": [
                {"kind": "process", "at": "tue 17:30-18:30", "room": "g2", "clinician": "t01"},
                {"kind": "skills", "at": "tue 18:30-19:30", "room": "g2", "clinician": "t02"},
                {
                  "kind": "education",
                  "at": "tue 19:30-20:30",
                  "room": "g2",
                  "clinician": "t03"
                },
                {"kind": "process", "at": "thu 17:30-18:30", "room": "g2", "clinician": "t01"},
                {"kind": "skills", "at": "thu 18:30-19:30", "room": "g2", "clinician": "t02"},
                {
                  "kind": "education",
                  "at": "thu 19:30-20:30",
                  "room": "g2",
                  "clinician": "t03"
                }
              ]
            },
            {
              "id": "p3-01",
              "phase": "p3",
              "ages": "adult",
              "language": "en",
              "capacity": 12,
              "sessions": [
                {
                  "kind": "continuing-care",
                  "at": "sat 09:00-11:00",
                  "room": "g2",
                  "clinician": "t01"
                }
              ]
            }
          ],
          "closures": ["2026-11-26", "2026-12-25", "2027-01-01"],
          "policies": {
            "groupCapacity": 12,
            "intensiveHoursAdult": 9,
            "intensiveHoursAdolescent": 6,
            "alertHoursNow": 1,
            "alertHoursToday": 8,
            "followUpDays": 7,
            "placementEdition": "asam-3",
            "suicideTriage": "va-risk-id",
            "withdrawalBands": "asam-2020"
          }
        }
        """
}
