package import Messages

/// One edition of the dimensions, as its data file has it: levels, and what each rating asks for.
///
/// The edition is a property of each assessment. Editions live side by side, for states and payers
/// change over at their own times.
package struct PlacementEdition: Codable, Hashable, Sendable {
    /// `asam-3`, as ratings and recommendations name it.
    package var id: String
    /// What people call it.
    package var name: String
    /// From the least to the most care.
    package var levels: [Level]
    package var dimensions: [Dimension]
    /// Where names, levels and ratings come from.
    package var sources: [Instrument.Source]

    /// A level of care as this edition names it.
    package struct Level: Codable, Hashable, Sendable {
        package var level: LevelOfCare
        /// In a few words.
        package var name: String
        /// How the name is known.
        package var basis: Instrument.Basis
    }

    /// One dimension, and how it may be rated.
    package struct Dimension: Codable, Hashable, Sendable {
        package var number: Int
        package var name: String
        /// Whether nothing is recommended without it.
        package var isRequired: Bool
        package var ratings: [Rating]
    }

    /// One way to rate a dimension. Without a level it is "any": it asks for none.
    package struct Rating: Codable, Hashable, Sendable {
        /// The number by which it is recorded.
        package var value: Int
        /// Its name, where it is not the number.
        package var name: String?
        /// The least level that it asks for.
        package var level: LevelOfCare?
        /// Whether the dimension has to be evaluated first: it is as good as not rated.
        package var mustEvaluate: Bool?
        /// Whether it asks for a program that is co-occurring enhanced.
        package var isEnhanced: Bool?

        /// As people say it.
        package var said: String { name ?? "\(value)" }
    }
}

extension PlacementEdition {
    /// The dimension of that number.
    package func dimension(_ number: Int) -> Dimension? {
        dimensions.first { $0.number == number }
    }

    /// How much care a level is; none for a level that this edition does not have.
    package func rank(_ level: LevelOfCare) -> Int? { levels.firstIndex { $0.level == level } }

    /// The level of least care: for whom nothing asks for more.
    package var least: LevelOfCare { levels.first?.level ?? .emergency }

    /// The level of most care, of those that this edition has.
    package func highest(_ levels: [LevelOfCare]) -> LevelOfCare? {
        levels.filter { rank($0) != nil }.max { (rank($0) ?? 0) < (rank($1) ?? 0) }
    }

    /// What is wrong with the file, each with its place; empty where it may be judged by.
    package var faults: [String] {
        let names = levels.map(\.level)
        var faults: [String] = []
        if Set(names).count != names.count { faults.append("levels has one twice") }
        if names.last != .emergency { faults.append("levels does not end with emergency") }
        if sources.isEmpty { faults.append("sources is empty") }
        for dimension in dimensions {
            let place = "dimension \(dimension.number)"
            let values = dimension.ratings.map(\.value)
            let said = dimension.ratings.map(\.said)
            if Set(values).count != values.count || Set(said).count != said.count {
                faults.append("\(place) has a rating twice")
            }
            for level in dimension.ratings.compactMap(\.level) where rank(level) == nil {
                faults.append("\(place) asks for \(level), which is no level of \(id)")
            }
            if dimension.ratings.contains(where: { $0.level != nil && $0.mustEvaluate == true }) {
                faults.append("\(place) has a rating that is both a level and to be evaluated")
            }
        }
        return faults
    }
}

extension PlacementEdition.Dimension {
    /// The rating of that number.
    package func rating(_ value: Int) -> PlacementEdition.Rating? {
        ratings.first { $0.value == value }
    }

    /// The ratings that ask for a level or for none, from the least care to the most.
    func ladder(by edition: PlacementEdition) -> [PlacementEdition.Rating] {
        ratings.filter { $0.mustEvaluate != true }.sorted {
            let ranks = [$0, $1].map { $0.level.flatMap(edition.rank) ?? -1 }
            return (ranks[0], $0.value) < (ranks[1], $1.value)
        }
    }
}

/// The editions that this version knows: a data file each, built in.
package enum PlacementEditions {
    /// In the order of their ids.
    package static let all: [PlacementEdition] = EmbeddedData.files
        .filter { $0.key.hasPrefix("editions/") }.sorted { $0.key < $1.key }
        .map { name, text in
            do {
                let edition = try JSONText.decode(PlacementEdition.self, from: Array(text.utf8))
                precondition("editions/\(edition.id).json" == name, "\(name) is another edition.")
                precondition(edition.faults.isEmpty, "\(name): \(edition.faults)")
                return edition
            } catch {
                // The tests read each file: a built program with a faulty one was never tested.
                preconditionFailure("\(name): \(DataFile.place(of: error)).")
            }
        }

    /// The ids of all editions, in order: none of the files is read for them.
    package static var ids: [String] {
        EmbeddedData.files.keys.filter { $0.hasPrefix("editions/") }.sorted()
            .map { String($0.dropFirst("editions/".count).dropLast(".json".count)) }
    }

    /// The edition of that id.
    package static func edition(_ id: String) -> PlacementEdition? { all.first { $0.id == id } }
}
