extension Client {
    init(reading fields: inout FieldReader) {
        self.init(
            id: fields.text("id"), phase: fields.number("phase", in: 0...99),
            site: fields.text("site"), language: fields.text("language"),
            speaksAlso: fields.texts("speaksAlso"), gender: fields.text("gender"),
            telehealthOk: fields.bool("telehealthOk"), commitment: fields.text("commitment"),
            unavailable: fields.texts("unavailable"),
            trackPreference: fields.numbers("trackPreference", in: 0...15),
            inconvenienceHistory: fields.number("inconvenienceHistory", in: 0...52),
            primaryClinician: fields.optionalText("primaryClinician"),
            individualDue: fields.bool("individualDue"), familyDue: fields.bool("familyDue"),
            doNotPair: fields.texts("doNotPair"),
            doNotMeet: fields.texts("doNotMeet", isOptional: true),
            makeUpBlocks: fields.number("makeUpBlocks", in: 0...10, default: 0),
            conditions: fields.texts("conditions", isOptional: true), lastWeek: [],
            lastAppointments: [])
        lastWeek = fields.items("lastWeek") { fields in
            Attendance(block: fields.text("block"), clinician: fields.text("clinician"))
        }
        lastAppointments = fields.items("lastAppointments", isOptional: true) { fields in
            AppointmentPlace(
                kind: fields.choice("kind", .individual), block: fields.text("block"),
                clinician: fields.text("clinician"))
        }
    }
}

extension Weights {
    /// A weight is at most a million points: a week's total then fits many times into an integer.
    private static let possible = 0...1_000_000

    init(reading fields: inout FieldReader) {
        let possible = Weights.possible
        self.init(
            unplacedBlock: fields.numbers("unplacedBlock", in: possible),
            unplacedIndividual: fields.number("unplacedIndividual", in: possible),
            unplacedFamily: fields.number("unplacedFamily", in: possible),
            missingType: fields.number("missingType", in: possible),
            openSession: fields.number("openSession", in: possible),
            undersizePerClient: fields.number("undersizePerClient", in: possible),
            repeatBonus: fields.number("repeatBonus", in: possible),
            sameBlockNewClinician: fields.number("sameBlockNewClinician", in: possible),
            sameDayNewBlock: fields.number("sameDayNewBlock", in: possible),
            newDay: fields.number("newDay", in: possible),
            appointmentMoved: fields.number("appointmentMoved", in: possible, default: 0),
            inconvenient: fields.numbers("inconvenient", in: possible),
            extraVisitDay: fields.number("extraVisitDay", in: possible))
    }
}
