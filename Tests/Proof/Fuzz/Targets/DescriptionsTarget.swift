internal import ClinicFiles
internal import Foundation
internal import Messages
internal import TestKit
internal import TherapyContract

/// `clinic.yaml`, `clinic.json` and plugins' contracts: a clinic that is accepted can be run.
///
/// The first part says which file the second is put in place of.
struct DescriptionsTarget: Target {
    private let scratch: Scratch
    private let folder: ClinicFolder
    private let mode: [UInt8]
    private let yaml: [UInt8]
    private let manifest: [UInt8]
    private let samples: [Corpus.Sample]

    init() throws {
        scratch = try Scratch()
        _ = try scratch.smallClinic()
        folder = ClinicFolder(path: scratch.path + "/small")
        try FileManager.default.createDirectory(
            atPath: scratch.path + "/plugin", withIntermediateDirectories: true)
        mode = try scratch.bytes(of: "small/clinic.json")
        yaml = try scratch.bytes(of: "small/clinic.yaml")
        // Without a program, which would have to lie beside it.
        let manifest = Golden.root().appendingPathComponent(
            "Plugins/contingency/plugin.json")
        self.manifest = Array(
            try String(contentsOf: manifest, encoding: .utf8).replacingOccurrences(
                of: #""command": ["python3", "therapy.py"],"#, with: ""
            ).utf8)
        samples = try Corpus().samples
    }

    func input(_ chance: inout SeededGenerator) -> FuzzInput {
        let place = chance.below(4)
        let bytes =
            switch place {
            case 0, 1: varied(yaml, &chance)
            case 2: JSONMutation.mutate(mode, by: &chance)
            default: JSONMutation.mutate(manifest, by: &chance)
            }
        return FuzzInput([[UInt8(place)], bytes])
    }

    /// One line of a description says something else.
    private func varied(_ bytes: [UInt8], _ chance: inout SeededGenerator) -> [UInt8] {
        guard !chance.oneIn(5) else { return ByteMutation.mutate(bytes, by: &chance) }
        let newline = UInt8(ascii: "\n")
        var lines = bytes.split(separator: newline, omittingEmptySubsequences: false)
            .map(Array.init)
        for _ in 0...chance.below(2) {
            let place = chance.below(lines.count)
            switch chance.below(6) {
            case 0: lines.remove(at: place)
            case 1: lines.insert(lines[place], at: place)
            case 2: lines[place] = Array("  ".utf8) + lines[place]
            default:
                let words = [JSONMutation.text(&chance), chance.one(of: JSONMutation.numbers)]
                let colon = lines[place].lastIndex(of: UInt8(ascii: ":")) ?? 0
                lines[place] = lines[place].prefix(colon) + Array(": \(chance.one(of: words))".utf8)
            }
        }
        return Array(lines.joined(separator: [newline]))
    }

    func check(_ input: FuzzInput) throws {
        switch input[0].first ?? 0 {
        case 0, 1:
            try scratch.write(input[1], to: "small/clinic.yaml")
            let clinic: Clinic
            do { clinic = try folder.clinic() } catch is ClinicError { return }
            try RoundTrip.check(Clinic.self, JSONText.encode(clinic))
            for service in MessageCatalog.contracts.filter({ $0.isCorrectable }).map({ $0.service })
            {
                var story = Story(samples, clinic: clinic, service: service)
                story.begin()
                var chance = SeededGenerator(seed: 1)
                for _ in 0..<8 { story.mutate(&chance) }
                try Story.tell(
                    story.messages.map(Frame.init), to: service, clinic: clinic,
                    mode: Scratch.mode())
            }
        case 2:
            try scratch.write(input[1], to: "small/clinic.json")
            do {
                try RoundTrip.check(ClinicMode.self, JSONText.encode(folder.mode()))
            } catch is ClinicError {}
        default:
            try scratch.write(input[1], to: "plugin/plugin.json")
            let contract: PluginContract
            do {
                contract = try TherapyFolder.read(scratch.path + "/plugin", for: nil).contract
            } catch { return }
            try RoundTrip.check(PluginContract.self, JSONText.encode(contract))
            let permission = contract.permission
            try expect(
                permission.sends.isEmpty && permission.asks.isEmpty, "a plugin that sends or asks")
        }
    }
}
