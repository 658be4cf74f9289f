/// Reads a problem of schema `iop-week/1`, or tells all that is wrong with it.
package enum ProblemReader {
    /// - Parameter bytes: the text of the file, in UTF-8.
    package static func read(_ bytes: [UInt8]) throws(ProblemFaults) -> Problem {
        let tree: JSONTree
        do { tree = try JSONTree.parse(bytes) } catch { throw ProblemFaults(faults: [error]) }
        var reader = FieldReader(tree, at: "")
        let schema = reader.text("schema")
        if reader.faults.isEmpty, schema != Problem.schemaName {
            reader.fault(
                "schema", "\"\(schema)\" cannot be read.",
                remedy: "Write \"\(Problem.schemaName)\".")
        }
        let problem = problem(&reader)
        // `seed` says how an invented problem was made, and means nothing here.
        var faults = reader.all(ignoring: ["seed"])
        if faults.isEmpty { faults = ReferenceCheck(problem).faults }
        if faults.isEmpty { faults = ProgrammeCheck.faults(problem) }
        guard faults.isEmpty else { throw ProblemFaults(faults: faults) }
        return problem
    }

    private static func problem(_ reader: inout FieldReader) -> Problem {
        Problem(
            name: reader.text("name"),
            blocks: reader.items("blocks", Block.init(reading:)),
            days: reader.texts("days"), tracks: reader.texts("tracks"),
            hoursPerBlock: reader.number("hoursPerBlock", in: 1...12),
            appointmentsPerBlock: reader.number("appointmentsPerBlock", in: 1...12),
            phases: reader.items("phases", Phase.init(reading:)),
            sites: reader.texts("sites"),
            rooms: reader.items("rooms", Room.init(reading:)),
            clinicians: reader.items("clinicians", Clinician.init(reading:)),
            groupTemplates: reader.items("groupTemplates", GroupTemplate.init(reading:)),
            clients: reader.items("clients", Client.init(reading:)),
            lastWeekSessions: reader.items("lastWeekSessions", SessionKey.init(reading:)),
            heldSessions: reader.items(
                "heldSessions", isOptional: true, HeldSession.init(reading:)),
            rulePacks: reader.items("rulePacks", isOptional: true, RulePack.init(reading:)),
            weights: weights(&reader))
    }

    private static func weights(_ reader: inout FieldReader) -> Weights {
        guard let tree = reader.object("weights") else { return .planning }
        var fields = FieldReader(tree, at: reader.place("weights"))
        let weights = Weights(reading: &fields)
        reader.add(fields.all())
        return weights
    }
}
