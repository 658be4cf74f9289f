internal import Messages
internal import PluginKit
package import TherapyContract

/// What stands for the program of a manifest alone: the contract's own rule.
package final class ContractChild: PipedProgram {
    /// A therapy that does nothing but the contract's own rule.
    private struct ByTheContract: Therapy {}

    private var therapist: PipeTherapist<ByTheContract>
    private var number = 0

    package init(_ contract: PluginContract) { therapist = PipeTherapist(contract) }

    package func ask(_ ask: Question.Ask, within seconds: Int) async throws -> Reply {
        number += 1
        let reply = try Reply(line: therapist.answer(try Question(number, ask).line()).line)
        if let error = reply.error { throw ChildFailure.refused(ask.name, error: error) }
        return reply
    }

    package func leave(within seconds: Int) async -> Bool { true }
    package func end() async {}
    package var log: String { "" }
    package var peakMemory: Int64? { nil }
}
