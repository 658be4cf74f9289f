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
        return FuzzInput([[UInt8(place)]] + story.messages.map { Frame($0).bytes })
    }

    func check(_ input: FuzzInput) throws {
        let place = Int(input[0].first ?? 0) % Story.services.count
        let frames = input.parts.dropFirst().map { Frame($0) }
        try Story.tell(frames, to: Story.services[place], clinic: clinic, mode: mode)
    }
}
