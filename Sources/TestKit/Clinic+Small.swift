public import Messages

extension Clinic {
    /// A clinic for 24 clients in treatment: three phases, four groups, three therapists.
    ///
    /// The groups are those of `deploy/examples/small`, but everyone works from morning to evening.
    public static let small: Clinic = {
        var clinic = Clinic.example(
            rooms: [
                .group("g1", seats: 16), .group("g2"), .office("o1"), .office("o2"),
                .office("o3"), Room(id: "uds1", kind: "collection", seats: 1),
            ],
            staff: [
                small("dir", .director), Staff("t01", hours: smallHours),
                Staff("t02", languages: ["en", "es"], hours: smallHours),
                Staff("t03", hours: smallHours), small("cm1", .caseManager),
                small("ps1", .peerSpecialist), small("rn1", .nurse), small("md1", .prescriber),
                small("fd1", .frontDesk), small("it1", .administrator),
            ],
            groups: [
                Group("p1-01", sessions: threeHours(on: ["mon", "wed", "fri"])),
                Group(
                    "p1-02",
                    sessions: [
                        "process g1 t02 mon 09:00-10:00", "skills g1 t01 mon 10:00-11:00",
                        "education g1 t01 mon 11:00-12:00", "process g2 t03 tue 09:00-10:00",
                        "skills g2 t02 tue 10:00-11:00", "education g2 t03 tue 11:00-12:00",
                    ] + threeHours(on: ["thu"])),
                Group(
                    "p2-01", phase: "p2", sessions: threeHours(on: ["tue", "thu"], isEvening: true)),
                Group(
                    "p3-01", phase: "p3", sessions: ["continuing-care g2 t01 sat 09:00-11:00"]),
            ],
            closures: [
                LocalDate(year: 2026, month: 11, day: 26),
                LocalDate(year: 2026, month: 12, day: 25), LocalDate(year: 2027, month: 1, day: 1),
            ])
        clinic.name = "small"
        clinic.services = [
            .assessment, .scheduler, .peerGroups, .treatment, .aftercare, .ledger,
        ]
        return clinic
    }()

    private static let smallHours =
        ["mon", "tue", "wed", "thu", "fri"].map { "\($0) 08:00-21:00" } + ["sat 08:30-18:00"]

    /// Somebody who is nobody's primary clinician.
    private static func small(_ id: StaffID, _ role: Role) -> Staff {
        Staff(id, roles: [role], caseload: 0, hours: smallHours)
    }

    /// Process, skills and education in `g2`, from nine in the morning or half past five.
    private static func threeHours(on days: [String], isEvening: Bool = false) -> [String] {
        let times =
            isEvening
            ? ["17:30-18:30", "18:30-19:30", "19:30-20:30"]
            : ["09:00-10:00", "10:00-11:00", "11:00-12:00"]
        let kinds = ["process g2 t01", "skills g2 t02", "education g2 t03"]
        return days.flatMap { day in zip(kinds, times).map { "\($0) \(day) \($1)" } }
    }
}
