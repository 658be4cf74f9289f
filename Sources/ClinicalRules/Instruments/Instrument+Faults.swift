internal import Messages

extension Instrument {
    /// What is wrong with a description that can be read: what names nothing, stands twice or
    /// cannot happen. Each with its place, and what to write instead.
    func faults() -> [PlacedFault] {
        ownFaults + answerFaults + itemFaults + scaleFaults + bandingFaults + ruleFaults
            + dangerFaults + licenceFaults + cadenceFaults
    }

    private var ownFaults: [PlacedFault] {
        var faults: [PlacedFault] = []
        if Identity(id) == nil {
            faults.fault("is not of a-z, 0-9 and dashes", "write a name of these", at: "id")
        }
        for (field, text) in [("name", name), ("version", version), ("respondent", respondent)]
        where text.isBlank {
            faults.fault("is empty", "write a text", at: field)
        }
        if lookbackDays < 0 {
            faults.fault("is negative", "write 0 or more days", at: "lookbackDays")
        }
        if validity.hours < 1 {
            faults.fault("is below 1", "write 1 hour or more", at: "validity", "hours")
        }
        if items.isEmpty { faults.fault("is empty", "write at least one question", at: "items") }
        if scales.isEmpty, triages.isEmpty {
            faults.fault(
                "is empty, and there is no triage", "write a scale, or a triage", at: "scales")
        }
        return faults
    }

    private var answerFaults: [PlacedFault] {
        var faults: [PlacedFault] = []
        for (name, set) in answerSets.sorted(by: { $0.key < $1.key }) {
            if set.values.isEmpty || set.values != Array(Set(set.values)).sorted() {
                faults.fault(
                    "do not rise", "write each value once, the least first", at: "answerSets", name,
                    "values")
            }
            if set.values.contains(where: { $0 < 0 }) {
                faults.fault(
                    "are negative", "write values from 0 on", at: "answerSets", name, "values")
            }
            let lists = [
                ("labels", set.labels?.count), ("points", set.points?.count),
                ("codes", set.codes?.count),
            ]
            for (list, count) in lists where count.map({ $0 != set.values.count }) == true {
                faults.fault(
                    "are not as many as its values",
                    "write \(set.values.count), one for each value",
                    at: "answerSets", name, list)
            }
            if !items.contains(where: { $0.answers == name }) {
                faults.fault(
                    "is used by no item", "leave it out, or name it under answers of an item",
                    at: "answerSets", name)
            }
        }
        return faults
    }

    private var itemFaults: [PlacedFault] {
        var faults: [PlacedFault] = []
        var seen: Set<String> = []
        for (place, item) in items.enumerated() {
            if !seen.insert(item.key).inserted {
                faults.fault(
                    "is “\(item.key)” again", "give each item a key of its own", at: "items", place,
                    "key")
            }
            for (field, text) in [("key", item.key), ("label", item.label)] where text.isBlank {
                faults.fault("is empty", "write a few words", at: "items", place, field)
            }
            if answerSets[item.answers] == nil {
                faults.fault(
                    "is “\(item.answers)”, which names no answer set",
                    choice(item.answers, among: answerSets.keys.sorted()), at: "items", place,
                    "answers")
            }
            if let code = item.code, code.hasPrefix("LOINC "), !isLOINC(code.dropFirst(6)) {
                faults.fault(
                    "is a LOINC code with a wrong check digit", "copy it from loinc.org",
                    at: "items", place, "code")
            }
            faults.unknown(
                [item.openCountsAs].compactMap(\.self), in: self, at: "items", place, "openCountsAs"
            )
        }
        for (field, code) in [("panel", loinc?.panel), ("total", loinc?.total)] {
            guard let code, !isLOINC(code[...]) else { continue }
            faults.fault(
                "is \(code), which has a wrong check digit", "copy it from loinc.org", at: "loinc",
                field)
        }
        return faults
    }

    private var licenceFaults: [PlacedFault] {
        var faults: [PlacedFault] = []
        for (field, text) in [("text", licence.text), ("source", licence.source)]
        where text.isBlank {
            faults.fault("is empty", "write a sentence", at: "licence", field)
        }
        for (place, item) in items.enumerated() where licence.ships != .wording && item.text != nil
        {
            faults.fault(
                "has its wording, and the licence ships \(licence.ships)",
                "leave it out, or let licence.ships be wording", at: "items", place, "text")
        }
        if sources.isEmpty { faults.fault("is empty", "name one source at least", at: "sources") }
        return faults
    }

    func unknownScale(
        _ id: String, into faults: inout [PlacedFault], at path: any CustomStringConvertible...
    ) {
        guard scale(id) == nil else { return }
        faults.append(
            PlacedFault(
                "is “\(id)”, which names no scale", choice(id, among: scales.map(\.id)),
                at: path.map(\.description)))
    }

    func choice(_ word: String, among words: [String]) -> String {
        NearMiss.of(word, in: words).map { "write \($0), if that is what you mean" }
            ?? "write one of \(words.joined(separator: ", "))"
    }

    /// Whether the digit behind the dash is the check digit of those before it (Luhn).
    private func isLOINC(_ code: Substring) -> Bool {
        let parts = code.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let check = Int(parts[1]), (0...9).contains(check) else {
            return false
        }
        let digits = parts[0].compactMap(\.wholeNumberValue)
        guard !digits.isEmpty, digits.count == parts[0].count else { return false }
        let sum = digits.reversed().enumerated().reduce(0) { sum, digit in
            let value = digit.offset.isMultiple(of: 2) ? digit.element * 2 : digit.element
            return sum + value / 10 + value % 10
        }
        return (10 - sum % 10) % 10 == check
    }
}

extension [PlacedFault] {
    /// Adds what is wrong at a place.
    mutating func fault(
        _ problem: String, _ remedy: String, at path: any CustomStringConvertible...
    ) {
        append(PlacedFault(problem, remedy, at: path.map(\.description)))
    }

    /// Adds the items that are named and are none.
    mutating func unknown(
        _ keys: [String], in form: Instrument, at path: any CustomStringConvertible...
    ) {
        for key in keys where form.item(key) == nil {
            let known = form.items.map(\.key)
            append(
                PlacedFault(
                    "names item “\(key)”, and there is no item \(key)",
                    NearMiss.of(key, in: known).map { "write \($0), if that is what you mean" }
                        ?? "write one of \(known.prefix(24).joined(separator: ", "))",
                    at: path.map(\.description)))
        }
    }
}
