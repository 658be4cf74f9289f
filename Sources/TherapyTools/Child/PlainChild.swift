internal import Foundation
internal import Messages
package import TherapyContract

/// A therapy's program as the tools run it on its author's own computer: with the pipe, the deadlines
/// and the empty environment that a clinic gives it. ``Program`` says whether it is shut in.
package final class PlainChild: PipedProgram {
    private let process: ChildProcess
    private var buffer = LineBuffer()
    private var lines: [[UInt8]] = []
    private var number = 0
    private var isOver = false
    package private(set) var peakMemory: Int64?

    /// Starts the program of a folder.
    ///
    /// - Throws: a ``ChildFailure``.
    package init(_ command: [String], in folder: String) throws {
        process = try ChildProcess(command, in: folder)
    }

    package func ask(_ ask: Question.Ask, within seconds: Int) async throws -> Reply {
        guard !isOver else { throw ChildFailure.ended(ask.name) }
        do { return try answer(to: ask, within: seconds) } catch let failure as ChildFailure {
            if case .refused = failure { throw failure }
            isOver = true
            throw failure
        }
    }

    private func answer(to ask: Question.Ask, within seconds: Int) throws -> Reply {
        number += 1
        let deadline = ContinuousClock.now + .seconds(seconds)
        do {
            let question = try Question(number, ask).line() + [UInt8(ascii: "\n")]
            guard process.write(question, until: deadline) else {
                throw failure(ask, after: seconds, deadline)
            }
            let reply = try Reply(line: try line(of: ask, within: seconds, deadline))
            peakMemory = process.peakMemory ?? peakMemory
            guard reply.number == number else { throw ChildFailure.outOfOrder(ask.name) }
            if let error = reply.error { throw ChildFailure.refused(ask.name, error: error) }
            return reply
        } catch let fault as PipeFault { throw ChildFailure.nonsense(ask.name, fault) }
    }

    /// The next line of an answer.
    private func line(
        of ask: Question.Ask, within seconds: Int, _ deadline: ContinuousClock.Instant
    ) throws -> [UInt8] {
        while lines.isEmpty {
            guard let bytes = process.read(until: deadline) else {
                throw failure(ask, after: seconds, deadline)
            }
            lines += try buffer.take(bytes)
        }
        return lines.removeFirst()
    }

    /// Why nothing came.
    private func failure(
        _ ask: Question.Ask, after seconds: Int, _ deadline: ContinuousClock.Instant
    ) -> ChildFailure {
        ContinuousClock.now >= deadline ? .late(ask.name, seconds: seconds) : .ended(ask.name)
    }

    package func leave(within seconds: Int) async -> Bool {
        isOver = true
        process.closeQuestions()
        return process.waits(until: ContinuousClock.now + .seconds(seconds))
    }

    package func end() async {
        isOver = true
        process.kill()
    }

    package var log: String { process.log }
}
