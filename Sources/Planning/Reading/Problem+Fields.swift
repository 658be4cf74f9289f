/// The fields of `iop-week/1`, each where it is read.
extension Block {
    init(reading fields: inout FieldReader) {
        self.init(
            id: fields.text("id"), day: fields.number("day", in: 0...6),
            track: fields.number("track", in: 0...15), start: fields.time("start"),
            end: fields.time("end"))
        if fields.faults.isEmpty, start >= end {
            fields.fault("end", "It is not after the start.", remedy: "Write a later time.")
        }
    }
}

extension FieldReader {
    /// A local time of day, `HH:MM`.
    fileprivate mutating func time(_ name: String) -> String {
        let text = text(name)
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        let isTime =
            text.utf8.count == 5 && parts.count == 2 && parts.allSatisfy { $0.utf8.count == 2 }
            && parts[0].first != "+" && parts[1].first != "+"
            && Int(parts[0]).map((0...24).contains) ?? false
            && Int(parts[1]).map((0...59).contains) ?? false
        if !isTime, !text.isEmpty {
            fault(name, "\"\(text)\" is no time of day.", remedy: "Write hours and minutes: 09:00.")
        }
        return text
    }
}

extension Phase {
    init(reading fields: inout FieldReader) {
        self.init(
            id: fields.number("id", in: 0...99),
            blocksPerWeek: fields.number("blocksPerWeek", in: 0...20),
            maxBlocksPerDay: fields.number("maxBlocksPerDay", in: 1...4), requiredTypes: [:])
        guard case .object(let types)? = fields.object("requiredTypes") else { return }
        for (type, count) in types.sorted(by: { $0.key < $1.key }) {
            if case .number(let number) = count, (0...20).contains(number) {
                requiredTypes[type] = number
            } else {
                fields.fault(
                    "requiredTypes.\(type)", "It is no number of blocks.",
                    remedy: "Write a number from 0 to 20.")
            }
        }
    }
}

extension Room {
    init(reading fields: inout FieldReader) {
        self.init(
            id: fields.text("id"), site: fields.text("site"),
            capacity: fields.number("capacity", in: 1...200), closed: fields.texts("closed"),
            features: fields.texts("features", isOptional: true))
    }
}

extension Clinician {
    init(reading fields: inout FieldReader) {
        self.init(
            id: fields.text("id"), credential: fields.text("credential"),
            therapyTypes: fields.texts("therapyTypes"), languages: fields.texts("languages"),
            site: fields.text("site"), telehealthLicensed: fields.bool("telehealthLicensed"),
            familyCredential: fields.bool("familyCredential"),
            available: fields.texts("available"),
            maxBlocks: fields.number("maxBlocks", in: 0...64),
            maxGroupBlocks: fields.number("maxGroupBlocks", in: 0...64),
            maxBlocksPerDay: fields.optionalNumber("maxBlocksPerDay", in: 0...16))
        // Invented problems say it too; no rule reads it.
        _ = fields.optionalText("gender")
    }
}

extension GroupTemplate {
    init(reading fields: inout FieldReader) {
        self.init(
            id: fields.text("id"), therapyType: fields.text("therapyType"),
            phases: fields.numbers("phases", in: 0...99), language: fields.text("language"),
            genderFocus: fields.optionalText("genderFocus"),
            modality: fields.choice("modality", .telehealth), site: fields.optionalText("site"),
            hardMinSize: fields.number("hardMinSize", in: 1...DenseProblem.mostSeats),
            targetMinSize: fields.number("targetMinSize", in: 0...DenseProblem.mostSeats),
            maxSize: fields.number("maxSize", in: 1...DenseProblem.mostSeats),
            credentials: fields.texts("credentials", isOptional: true),
            roomFeatures: fields.texts("roomFeatures", isOptional: true), closedTo: nil,
            requires: fields.texts("requires", isOptional: true),
            excludes: fields.texts("excludes", isOptional: true))
        if fields.has("closedTo") { closedTo = fields.texts("closedTo") }
        if fields.faults.isEmpty, hardMinSize > maxSize {
            fields.fault(
                "maxSize", "It is below hardMinSize.", remedy: "Make it \(hardMinSize) or more.")
        }
    }
}

extension SessionKey {
    init(reading fields: inout FieldReader) {
        self.init(
            template: fields.text("template"), block: fields.text("block"),
            clinician: fields.text("clinician"))
    }
}

extension HeldSession {
    init(reading fields: inout FieldReader) {
        self.init(
            template: fields.text("template"), block: fields.text("block"),
            clinician: fields.text("clinician"), freedom: fields.choice("freedom", .fixed),
            clients: fields.texts("clients", isOptional: true))
    }
}

extension RulePack {
    init(reading fields: inout FieldReader) {
        self.init(
            id: fields.text("id"), source: fields.text("source"),
            therapyTypes: fields.texts("therapyTypes", isOptional: true),
            minSize: fields.optionalNumber("minSize", in: 1...DenseProblem.mostSeats),
            maxSize: fields.optionalNumber("maxSize", in: 1...DenseProblem.mostSeats))
    }
}
