internal import ClinicClient
internal import ClinicalRules
internal import Messages

/// A client's forms of one instrument, in columns: what stands in a table and in a drawing.
struct MeasureSeries {
    /// What a person calls it.
    let title: String
    /// One form each, the oldest first.
    let columns: [Column]
    /// The scores, and then the items, in the order of the instrument.
    let scores: [Row]
    let items: [Row]
    /// The scales of which nobody has published how much change is more than chance.
    let unknown: [String]

    /// A form.
    struct Column {
        var date: LocalDate
        var ageDays: Int
        var isWhole: Bool
    }

    /// One score or item over all forms.
    struct Row {
        var label: String
        var range: ClosedRange<Int>
        var isHigherBetter = false
        /// One for each column.
        var cells: [Cell]
    }

    /// One score or answer.
    struct Cell {
        /// The number; `nil` where there is none.
        var value: Int?
        /// Why there is none, or nothing.
        var gap: Gap?
        /// Whether it is better or worse by more than chance.
        var trend: MeasureTrend?
    }

    /// Why an item has no number.
    enum Gap: String, CaseIterable {
        case refused = "R"
        case notAsked = "-"
        case leftOut = "s"

        var words: String {
            switch self {
            case .refused: "refused"
            case .notAsked: "not asked"
            case .leftOut: "left out by the form's rule"
            }
        }
    }

    /// One for each instrument, by id.
    ///
    /// - Parameter book: what the instruments are.
    static func all(
        of measures: [Measure], by book: FormBook = FormBook(), timeZone: String
    ) -> [MeasureSeries] {
        Dictionary(grouping: measures, by: \.instrument).sorted { $0.key < $1.key }
            .map { id, forms in
                MeasureSeries(
                    id, forms.sorted { ($0.at, $0.order) < ($1.at, $1.order) }, by: book,
                    timeZone: timeZone)
            }
    }

    private init(_ id: String, _ forms: [Measure], by book: FormBook, timeZone: String) {
        let instrument = book.instrument(id)
        columns = forms.map { form in
            Column(
                date: LocalDate(String(form.at.shown(in: timeZone).prefix(10)))
                    ?? form.at.dayInUTC,
                ageDays: form.ageDays, isWhole: !form.scores.isEmpty || !form.bands.isEmpty)
        }
        title = instrument.map { "\(id)  \($0.name)" } ?? id
        let scales = instrument?.scales ?? []
        scores = scales.map { scale in
            Row(
                label: book.title(of: scale.id, in: id) ?? scale.id,
                range: instrument?.range(of: scale) ?? 0...0,
                isHigherBetter: scale.isHigherBetter == true,
                cells: forms.map { form in
                    Cell(
                        value: form.scores[scale.id],
                        trend: form.changes.first { $0.scale == scale.id }?.trend)
                })
        }
        items = (instrument?.items ?? []).map { item in
            let values = instrument?.answers(to: item).values ?? []
            return Row(
                label: "\(item.key) \(item.label)",
                range: (values.first ?? 0)...max(values.first ?? 0, values.last ?? 0),
                cells: forms.map { Cell(answer: $0.answers[item.key]) })
        }
        unknown = scales.map(\.id).filter { scale in
            instrument?.reliableChange.contains { $0.scale == scale } != true
        }
    }
}

extension MeasureSeries.Cell {
    fileprivate init(answer: ItemAnswer?) {
        value = answer?.given
        guard value == nil else { return }
        switch answer?.missing {
        case ItemAnswer.Missing.refused: gap = .refused
        case ItemAnswer.Missing.skippedByRule: gap = .leftOut
        case nil: gap = nil
        default: gap = .notAsked
        }
    }
}
