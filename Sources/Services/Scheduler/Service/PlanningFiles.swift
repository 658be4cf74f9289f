internal import Dispatch
internal import Foundation
internal import Messages
internal import Planning

/// The files of the planning commands, read and written with errors that say what to do.
enum PlanningFiles {
    /// - Parameter published: the plan that people know; `nil` for a new week.
    static func problem(at path: String, published: Plan?) throws -> Problem {
        do {
            let problem = try ProblemReader.read(Array(read(path)))
            return published.map(problem.published) ?? problem
        } catch let faults as ProblemFaults {
            throw Unreadable(path: path, faults: faults)
        }
    }

    static func plan(at path: String, for problem: Problem) throws -> Plan {
        do {
            return try PlanFile.plan(read(path), for: problem)
        } catch let faults as ProblemFaults {
            throw Unreadable(path: path, faults: faults)
        }
    }

    /// A plan that people know: it may name who or what has gone since.
    static func published(at path: String) throws -> Plan {
        do {
            return try PlanFile.published(read(path))
        } catch let faults as ProblemFaults {
            throw Unreadable(path: path, faults: faults)
        }
    }

    private static func read(_ path: String) throws -> Data {
        do {
            return try Data(contentsOf: URL(fileURLWithPath: path))
        } catch {
            throw Refusal(
                "Could not read \(path): it is not there, or may not be read.",
                remedy: "Check the path and its permissions: `ls -l \(path)`.")
        }
    }

    static func write(_ data: Data, to path: String) throws {
        if path == "-" { return FileHandle.standardOutput.write(data) }
        do {
            try data.write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw Refusal(
                "Could not write \(path).",
                remedy: "Check that its folder is there, may be written and has space.")
        }
    }

    /// Says something beside the plan, which may go to standard output.
    static func tell(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }

    /// Seconds on a clock that never goes back.
    static var secondsOnClock: Double {
        Double(DispatchTime.now().uptimeNanoseconds) / 1_000_000_000
    }
}

/// A file that cannot be understood, with all that is wrong with it.
struct Unreadable: Error, CustomStringConvertible {
    let path: String
    let faults: ProblemFaults

    var description: String { "Could not read \(path). \(faults.advice)" }
}
