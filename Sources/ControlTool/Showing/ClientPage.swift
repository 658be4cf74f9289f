internal import ClinicalRules
internal import Messages

/// One page for a client, in plain words: both ways to get help, what speaks for a level, what would
/// change it, and what happens next.
struct ClientPage {
    let words: PageWords
    /// Where the client's placement stands; `nil` for what everybody may read.
    let standing: PlacementStanding?

    /// The width of a page that is printed.
    static let width = 78

    var lines: [Output.Line] {
        [Output.Line(words.title, .bold)] + wrapped(words.intro) + comparison
            + (standing.map(own) ?? [])
            + [Output.Line("")] + wrapped(words.choice) + wrapped(words.crisis)
    }

    // MARK: For everybody

    private var comparison: [Output.Line] {
        let rows =
            [["", words.outpatient, words.inpatient]]
            + words.rows.map { [$0.about, $0.outpatient, $0.inpatient] }
        let widths = [10, 32, 32]
        return section(words.compareTitle)
            + rows.flatMap { cells in
                let columns = zip(cells, widths).map { Prose.lines(of: $0, width: $1) }
                let height = columns.map(\.count).max() ?? 0
                return (0..<height).map { line in
                    let parts = zip(columns, widths).map { column, width in
                        let text = column.indices.contains(line) ? column[line] : ""
                        return text + String(repeating: " ", count: max(0, width - text.count))
                    }
                    let text = parts.joined(separator: "  ")
                    return Output.Line(String(text.reversed().drop { $0 == " " }.reversed()))
                }
            }
    }

    // MARK: For this client

    private func own(_ standing: PlacementStanding) -> [Output.Line] {
        section(words.recommendTitle) + points([recommendation(standing)])
            + section(words.speaksTitle) + points(speaks(standing))
            + section(words.changeTitle) + points(changes(standing))
            + section(words.nextTitle) + points(next(standing))
    }

    private func recommendation(_ standing: PlacementStanding) -> String {
        if let confirmed = standing.confirmed, confirmed.placed != .emergency {
            return fill(words.chosen, "level", words.said(confirmed.placed))
        }
        if standing.gates.contains(where: \.isEmergency)
            || standing.recommended?.level == .emergency
        {
            return words.emergency
        }
        guard let level = standing.recommended?.level else { return words.unknown }
        return fill(words.recommend, "level", words.said(level))
    }

    private func speaks(_ standing: PlacementStanding) -> [String] {
        let gates = standing.gates.map { fill(words.speaksGate, "gate", said($0.gate)) }
        guard let recommended = standing.recommended else {
            return gates.isEmpty ? [words.unknown] : gates
        }
        let deciding = (recommended.deciding ?? []).map { number in
            fill(
                words.speaks, "dimension", words.dimension(number, of: recommended.edition))
        }
        let all = gates + deciding
        return all.isEmpty ? [words.speaksLeast] : all
    }

    /// The level that follows is told as less or more by the order of the edition.
    private func changes(_ standing: PlacementStanding) -> [String] {
        guard let recommended = standing.recommended, let changes = recommended.changes,
            let edition = PlacementEditions.edition(recommended.edition)
        else { return [words.noChange] }
        let now = edition.rank(recommended.level) ?? 0
        let told = changes.compactMap { change -> String? in
            let level = change.level.map(words.said)
            if let gate = change.gate {
                guard standing.gates.contains(where: { $0.gate == gate }), let level else {
                    return nil
                }
                return fill(fill(words.cleared, "gate", said(gate)), "level", level)
            }
            guard let number = change.dimension else { return nil }
            let about = words.dimension(number, of: recommended.edition)
            guard change.rating != nil else { return fill(words.missing, "dimension", about) }
            guard let level, let then = change.level.flatMap(edition.rank) else { return nil }
            let form = then < now ? words.less : words.more
            return fill(fill(form, "dimension", about), "level", level)
        }
        return told.isEmpty ? [words.noChange] : told
    }

    private func next(_ standing: PlacementStanding) -> [String] {
        guard let confirmed = standing.confirmed else {
            let gates = standing.gates.compactMap { gate in
                gate.acts.first.map { fill(words.nextGate, "act", words.acts[$0] ?? $0) }
            }
            let isKnown = standing.recommended != nil
            return gates + [isKnown ? words.nextDecide : words.nextMissing]
        }
        var next: [String] = []
        if let from = confirmed.stepDown {
            next.append(
                fill(
                    fill(words.nextTransfer, "program", from.program), "date", "\(from.transfer)"))
        }
        if let available = confirmed.available {
            next.append(
                fill(
                    fill(words.nextWait, "level", words.said(available)), "words",
                    confirmed.interim ?? ""))
        }
        return next + [standing.isOurs == true ? words.nextOurs : words.nextElsewhere]
    }

    private func said(_ gate: String) -> String { words.gates[gate] ?? gate }

    // MARK: The form of it

    private func section(_ title: String) -> [Output.Line] {
        [Output.Line(""), Output.Line(title, .bold)]
    }

    private func points(_ sentences: [String]) -> [Output.Line] {
        sentences.flatMap { sentence in
            Prose.lines(of: sentence, width: Self.width - 2).enumerated().map { index, line in
                Output.Line((index == 0 ? "- " : "  ") + line)
            }
        }
    }

    private func wrapped(_ text: String) -> [Output.Line] {
        Prose.lines(of: text, width: Self.width).map { Output.Line($0) }
    }

    private func fill(_ text: String, _ name: String, _ value: String) -> String {
        text.replacing("{\(name)}", with: value)
    }
}
