internal import ClinicClient
internal import Messages
internal import TherapyContract

/// A therapy as it was approved, in words.
struct TherapyWords {
    let id: Identity
    private let declared: PluginContract?

    init(_ line: ApprovedTherapy) {
        id = line.therapy
        declared = (try? JSONText.encode(line.contract)).flatMap {
            try? JSONText.decode(PluginContract.self, from: $0)
        }
    }

    /// What people call it.
    var title: String { (declared?.title.english ?? "").printable(upTo: 60) }

    /// What it declares.
    func contract() throws(ClientError) -> PluginContract {
        guard let declared else { throw unreadable }
        return declared
    }

    /// What it declares is of a later version.
    var unreadable: ClientError {
        .refused(
            Advice(
                "This program cannot read what \(id) declares.",
                remedy: "Use the program of the version that the clinic runs."))
    }

    /// What staff may tell it, a line each.
    var lines: [String] {
        guard let declared else { return [unreadable.advice.description] }
        let all = kinds(of: declared).flatMap(\.lines)
        return ["\(id): \(title)"]
            + (all.isEmpty ? ["It takes nothing from staff."] : all.map { "  \($0)" })
    }

    /// Refuses what it does not take, and names what it does take.
    ///
    /// - Parameter what: what was to be told, such as “a word on a practice”.
    func takesNo(_ what: String) -> ClientError {
        let kinds = declared.map(kinds) ?? []
        let named = kinds.filter { !$0.lines.isEmpty }.map(\.command)
        let problem = "\(id) takes no \(what): its contract declares none."
        return .refused(
            Advice(
                problem,
                remedy: named.isEmpty
                    ? "It takes nothing from staff but the end of a duty: `cairn therapy close`."
                    : "It takes \(named.joined(separator: " and ")): `cairn therapy show \(id)` has"
                        + " the words."))
    }

    /// What may be told, by the command that does it.
    private func kinds(of declared: PluginContract) -> [(command: String, lines: [String])] {
        let practice = declared.practice.map {
            "cairn therapy report \(id) CLIENT \($0.name)    \($0.title.english)"
        }
        let modules = declared.curriculum.filter { $0.when.contains(.word) }.flatMap(\.modules).map
        {
            "cairn therapy complete \(id) CLIENT \($0.name)    \($0.title.english)"
        }
        let commands = declared.commands.map { command in
            let fact = declared.fact(command.records)
            let client = fact?.about == .client ? " CLIENT" : ""
            let fields = (fact?.fields ?? [:]).sorted { $0.key < $1.key }.map { name, field in
                let word = "\(name)=\(field.type.rawValue.uppercased())\(field.list ? ",…" : "")"
                return field.optional ? "[\(word)]" : word
            }
            let roles = command.roles.map(\.rawValue).joined(separator: ", ")
            return (["cairn therapy record \(id) \(command.name)\(client)"] + fields)
                .joined(separator: " ") + "    \(roles)"
        }
        return [
            ("`cairn therapy report`", practice), ("`cairn therapy complete`", modules),
            ("`cairn therapy record`", commands),
        ]
    }
}

extension BusSession {
    /// The approved therapy that a person names, by its id or a beginning of it.
    mutating func therapy(_ name: String) async throws -> TherapyWords {
        let all = try await ask(ApprovedTherapies()).filter(\.isInUse)
        guard !all.isEmpty else {
            throw ClientError.refused(
                Advice(
                    "No therapy is approved in this clinic.",
                    remedy: "See `cairn plugin list`; `cairn plugin enable` approves one."))
        }
        let id = try ShortForm.of(name, in: all.map(\.therapy.text), naming: "therapy")
        guard let line = all.first(where: { $0.therapy.text == id }) else {
            preconditionFailure("A therapy of the list is not in it.")
        }
        return TherapyWords(line)
    }
}
