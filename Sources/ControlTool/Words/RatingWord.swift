internal import ClinicClient
internal import ClinicFiles
internal import ClinicalRules
internal import Messages

/// A rating as people say it in an edition: `3` of 0 to 4, or a word such as `2.1-coe`.
///
/// The edition's file names them. They are typed whole: a beginning such as `2` would be any of
/// several levels of care.
enum RatingWord {
    /// The number by which a rating is recorded.
    static func value(
        of typed: String, in dimension: PlacementEdition.Dimension
    ) throws(ClientError) -> Int {
        let known = dimension.ratings.map(\.said)
        let small = typed.lowercased()
        if let found = dimension.ratings.first(where: { $0.said == small }) { return found.value }
        throw ClientError.usage(
            Advice(
                "Dimension \(dimension.number), \(dimension.name), is not rated like that.",
                remedy: NearMiss.question(small, in: known) + "Nothing was rated. Use one of:"
                    + " \(list(dimension))."))
    }

    /// A recorded rating as people say it; the number where its edition does not know it.
    static func said(_ rating: Int, of number: Int, by edition: String) -> String {
        PlacementPolicy.current.edition(edition)?.dimension(number)?.rating(rating)?.said
            ?? "\(rating)"
    }

    /// How a dimension may be rated, from the least care to the most.
    static func list(_ dimension: PlacementEdition.Dimension) -> String {
        dimension.ratings.map(\.said).sorted { rank($0) < rank($1) }.joined(separator: ", ")
    }

    /// What asks for nothing comes first, what has to be evaluated last; levels in their order.
    private static func rank(_ said: String) -> (Int, String) {
        (said.hasPrefix("any") ? 0 : said.first?.isNumber ?? false ? 1 : 2, said)
    }

    /// Each dimension of an edition with its words, for whoever asks how to rate.
    static func page(of edition: PlacementEdition) -> [[String]] {
        [["", "DIMENSION", "RATED WITH"]]
            + edition.dimensions.map { ["\($0.number)", $0.name, list($0)] }
    }
}
