package import Foundation

/// Plans and problems as text: sorted keys and ids, so that the same plan is the same bytes.
package enum PlanFile {
    private static var encoder: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return encoder
    }

    /// A plan as JSON, with a line end.
    package static func text(of plan: Plan) throws -> Data {
        try encoder.encode(plan.sorted) + Data("\n".utf8)
    }

    /// A problem as JSON of schema `iop-week/1`, with a line end.
    package static func text(of problem: Problem) throws -> Data {
        try encoder.encode(problem) + Data("\n".utf8)
    }

    /// Reads a plan for a problem: all that it names must be there.
    package static func plan(_ data: Data, for problem: Problem) throws(ProblemFaults) -> Plan {
        try PlanReader.read(Array(data), for: problem)
    }

    /// Reads a plan that people know already: it may name who or what has gone since.
    package static func published(_ data: Data) throws(ProblemFaults) -> Plan {
        try PlanReader.readPublished(Array(data))
    }
}
