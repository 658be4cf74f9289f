internal import Messages

extension ClinicCheck {
    /// Texts with characters that would steer the terminal of whoever reads them.
    static func characters(_ clinic: Clinic) -> [Place] {
        guard let bytes = try? JSONText.encode(clinic),
            let whole = try? JSONText.decode(JSONFragment.self, from: bytes)
        else { return [] }
        return steering(whole, at: [])
    }

    private static func steering(_ value: JSONFragment, at path: [String]) -> [Place] {
        switch value {
        case .string(let text):
            guard text.unicodeScalars.contains(where: \.steersTerminal) else { return [] }
            var place = Place(
                "\(path.joined(separator: ".")) has a control character or a second line")
            place.path = path
            return [place]
        case .array(let values):
            return values.enumerated().flatMap { steering($1, at: path + ["\($0)"]) }
        case .object(let fields):
            return fields.sorted { $0.key < $1.key }.flatMap {
                steering($0.value, at: path + [$0.key])
            }
        default: return []
        }
    }
}
