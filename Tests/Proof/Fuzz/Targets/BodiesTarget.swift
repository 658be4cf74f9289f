internal import Messages
internal import TestKit

/// A body of any type: what is read is written and read again as the same value.
struct BodiesTarget: Target {
    private let samples: [(name: String, kind: any (Codable & Hashable).Type, body: [UInt8])]

    init() throws {
        var samples: [(String, any (Codable & Hashable).Type, [UInt8])] = try Corpus().samples.map {
            ($0.type, $0.kind, $0.body)
        }
        let advice = Advice("It is wrong.", remedy: "Mend it.")
        let answer = Answer(
            outcome: .accepted, events: ["m-1"], guidance: ["Call."], refusal: advice)
        samples.append(("answer", Answer.self, try JSONText.encode(answer)))
        samples.append(("refusal", QueryRefusal.self, try JSONText.encode(QueryRefusal(advice))))
        samples.append(
            ("replay", ReplayRequest.self, try JSONText.encode(ReplayRequest(from: 7))))
        samples.append(("permission", Permission.self, Array(Self.permission.utf8)))
        samples.append(("clinic", Clinic.self, try JSONText.encode(Clinic.example())))
        samples.append(("any", JSONFragment.self, Array("{\"a\":[1,2.5,null,true,\"x\"]}".utf8)))
        self.samples = samples
    }

    private static let permission =
        "{\"asks\":[\"ledger.timeline\"],\"reads\":[\"*.*\"],\"sends\":[\"a.b\"],\"watches\":true}"

    func input(_ chance: inout SeededGenerator) -> FuzzInput {
        let (sample, other) = (chance.one(of: samples), chance.one(of: samples))
        let body = JSONMutation.mutate(sample.body, with: other.body, by: &chance)
        return FuzzInput([Array(sample.name.utf8), body])
    }

    func check(_ input: FuzzInput) throws {
        let name = String(decoding: input[0], as: UTF8.self)
        guard let sample = samples.first(where: { $0.name == name }) else { return }
        try RoundTrip.check(sample.kind, input[1])
    }
}

/// What is read is written, and read again as the same value.
enum RoundTrip {
    @discardableResult
    static func check<Value: Codable & Hashable>(_ type: Value.Type, _ bytes: [UInt8]) throws
        -> Value?
    {
        guard let value = try? JSONText.decode(type, from: bytes) else { return nil }
        guard let written = try? JSONText.encode(value) else {
            throw Finding("\(type) was read and cannot be written")
        }
        guard let again = try? JSONText.decode(type, from: written) else {
            throw Finding("\(type) was read and written and cannot be read again")
        }
        try expect(again == value, "\(type) is another value when it is read again")
        if let message = value as? any Message { _ = message.subject }
        return value
    }
}
