internal import ArgumentParser
internal import ClinicClient
internal import ClinicFiles
internal import Messages

/// Registers somebody.
struct ClientRegisterCommand: Act {
    static let configuration = CommandConfiguration(
        commandName: "register", abstract: "Register a person who was referred; the id is given.",
        discussion: """
            Without name or contact it asks for them: what is typed then stands in no shell's history. \
            The answer names the client's id, which says nothing of the person. `--consented` says \
            that the client consented to treatment, payment and operations (42 CFR 2.31). For \
            example:

                cairn client register --consented --as fd1

                cairn client register "Ana Cruz" 555-0100 --language spanish --busy \
            "mon 09:00-17:00" --consented --as fd1
            """)

    @OptionGroup var visitor: VisitOptions

    @Argument(help: "The client's name; asked for where it is left out.")
    var name: String?

    @Argument(help: "Phone, address or other way to reach the client; asked for likewise.")
    var contact: String?

    @Flag(help: "The client consented to treatment, payment and operations.")
    var consented = false

    @Option(
        help: "The language for sessions, by code or name.",
        completion: .list(Language.all.map(\.code)))
    var language = "en"

    @Option(
        help: "Whether the client belongs with adults or adolescents.",
        completion: .list(AgeBand.known.map(\.rawValue)))
    var ages = AgeBand.adult.rawValue

    @Option(help: "When work, school or child care lets no session be: mon 09:00-17:00. Repeat it.")
    var busy: [String] = []

    @Option(
        help: "The client whose registration is mended, once it was corrected: c-0001, c1 or 1.")
    var mends: ClientWord?

    mutating func complete() async throws {
        guard name == nil || contact == nil else { return }
        // Whoever does not say who acts, or for which clinic, need not type it.
        _ = try visitor.person.named(in: visitor.open())
        var typed = await TypedLines()
        if name == nil { name = try await typed.text("Name") }
        if contact == nil { contact = try await typed.text("Contact") }
    }

    func act(as actor: Actor, in opened: OpenedClinic, over session: inout BusSession) async throws
        -> Output
    {
        let code = Language.code(of: language, in: opened.clinic)
        guard let code else { throw ClientRegisterCommand.unknownLanguage(language) }
        let answer = try await session.send(
            RegisterClient(
                client: mends?.id(), name: name ?? "", contact: contact ?? "",
                ages: ShortForm.of(ages, naming: "age band"), language: code,
                commitments: WeeklyTimes.read(busy), consent: consented), as: actor)
        return Output(
            answer.guidance.isEmpty ? ["The registration is mended."] : answer.guidance,
            notes: [opened.banner])
    }

    private static func unknownLanguage(_ typed: String) -> ClientError {
        let near = NearMiss.of(typed, in: Language.all.map(\.name)).map { "Did you mean \($0)? " }
        let all = Language.all.map { "\($0.code) \($0.name)" }.joined(separator: ", ")
        return .usage(
            Advice("The language is not known.", remedy: "\(near ?? "")Known are: \(all)."))
    }
}

/// Weekly times as a person types them: `mon 09:00-17:00`, `Monday 9-17`.
enum WeeklyTimes {
    static func read(_ words: [String]) throws -> [WeeklyTime] {
        try words.map { word in
            guard let time = WeeklyTime(written(word) ?? word.lowercased()) else {
                throw ClientError.usage(
                    Advice(
                        "A weekly time cannot be read.",
                        remedy: "It looks like \"mon 09:00-17:00\", in quotes."))
            }
            return time
        }
    }

    /// The same as it is written on the wire; `nil` where the words are none of these.
    private static func written(_ word: String) -> String? {
        let parts = word.split(separator: " ").map(String.init)
        guard parts.count == 2, case .weekday(let day)? = try? DayWord.parse(parts[0]) else {
            return nil
        }
        let times = parts[1].split(separator: "-", omittingEmptySubsequences: false).compactMap {
            TimeWord.read(String($0))
        }
        return times.count == 2 ? "\(day.rawValue) \(times[0])-\(times[1])" : nil
    }
}
