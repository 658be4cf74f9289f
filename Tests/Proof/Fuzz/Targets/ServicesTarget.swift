internal import Foundation
internal import Messages
internal import TestKit

/// Whole services without a bus: what they are told has bodies that nobody should have sent.
struct ServicesTarget: Target {
    private let samples: [Corpus.Sample]
    private let clinic: Clinic
    private let mode: ClinicMode

    init() throws {
        samples = try Corpus().samples
        let scratch = try Scratch()
        clinic = try scratch.smallClinic()
        mode = try Scratch.mode()
    }

    func input(_ chance: inout SeededGenerator) -> FuzzInput {
        let place = chance.below(Story.services.count)
        var story = Story(samples, clinic: clinic, service: Story.services[place])
        story.begin()
        for _ in 0...chance.below(6) { story.mutate(&chance) }
        return FuzzInput(
            [[UInt8(place)]] + story.messages.map { ReplayPage(messages: [$0]).encoded() })
    }

    func check(_ input: FuzzInput) throws {
        let place = Int(input[0].first ?? 0) % Story.services.count
        let messages = input.parts.dropFirst().compactMap {
            try? ReplayPage(decoding: $0).messages.first
        }
        try Story.tell(messages, to: Story.services[place], clinic: clinic, mode: mode)
    }
}
