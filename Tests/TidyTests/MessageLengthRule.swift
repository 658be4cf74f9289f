/// A message is read whole at one look: its declaration, with the comment above it, has at most
/// twenty lines. What follows from its fields is derived, and stands nowhere.
enum MessageLengthRule {
    static let most = 20

    struct Declaration: Equatable {
        var name: String
        var lines: Int
    }

    /// Why a message is longer.
    enum Reason: String {
        case fields = "it has many fields, and a person reads each with its comment"
        case outcome = "what was decided stands in it with all that it was decided from"
        case value = "a value of its own stands in it, that no other message has"
        case promise = "what it promises takes words that its fields cannot say"
    }

    /// The messages that may be longer.
    static let exceptions: [String: Reason] = [
        "SessionOffered": .fields, "SessionScheduled": .fields, "DutyOpened": .fields,
        "RegisterClient": .fields, "RecordContact": .fields, "ContactKept": .fields,
        "StartMedication": .fields, "MedicationStarted": .fields, "MeasureWorsened": .fields,
        "OfferingUnplaced": .fields, "PluginApproved": .fields, "ApprovePlugin": .fields,
        "OpenDuties": .fields, "ConcernOpened": .fields, "ConcernRaised": .fields,
        "PlacementRecommended": .outcome, "PlacementConfirmed": .outcome,
        "ConfirmPlacement": .outcome,
        "HealthDataRevealed": .value, "OperatorWished": .value, "PluginRolledBack": .value,
        "DutyEscalated": .promise, "RiskAlerted": .promise,
    ]

    /// The messages that a file declares.
    static func declarations(in file: SourceFile) -> [Declaration] {
        let lines = file.lines.map(\.text)
        return lines.indices.compactMap { index -> Declaration? in
            guard let name = name(in: lines[index]) else { return nil }
            let end = lines[index...].firstIndex(of: "}") ?? index
            let isMessage = lines[index...end].contains {
                $0.contains("static let type =") || $0.contains("static let localType =")
            }
            guard isMessage else { return nil }
            let above = lines[..<index].reversed().prefix { $0.hasPrefix("///") }
            return Declaration(name: name, lines: end - index + 1 + above.count)
        }
    }

    private static func name(in line: String) -> String? {
        guard line.hasPrefix("public struct "), !line.hasSuffix("}") else { return nil }
        return String(line.dropFirst("public struct ".count).prefix { $0.isLetter || $0.isNumber })
    }
}
