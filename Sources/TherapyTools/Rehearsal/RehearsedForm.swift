internal import Messages

/// A form of a therapy's own, as a rehearsal fills it in: its scales, and the most that each can come
/// to.
struct RehearsedForm: Sendable {
    let id: String
    let scales: [(id: String, most: Int)]

    /// `nil` for a form that cannot be read: the check of forms says why.
    init?(_ form: JSONFragment) {
        guard let bytes = try? JSONText.encode(form),
            let declared = try? JSONText.decode(Declared.self, from: bytes)
        else { return nil }
        id = declared.id
        scales = declared.scales.map { ($0.id, declared.most(of: $0)) }
    }

    /// What of an instrument this needs.
    private struct Declared: Decodable {
        struct AnswerSet: Decodable {
            var values: [Int]
            var points: [Int]?
        }
        struct Item: Decodable {
            var key: String
            var answers: String
        }
        struct Scale: Decodable {
            var id: String
            var items: [String]
            var times: Int?
        }

        var id: String
        var answerSets: [String: AnswerSet]
        var items: [Item]
        var scales: [Scale]

        func most(of scale: Scale) -> Int {
            let points = scale.items.map { key in
                items.first { $0.key == key }.flatMap { answerSets[$0.answers] }
                    .flatMap { ($0.points ?? $0.values).max() } ?? 0
            }
            return points.reduce(0, +) * (scale.times ?? 1)
        }
    }
}
