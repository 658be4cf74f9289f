public import Messages

/// What a therapy is, as its `plugin.json` declares it: the one declaration, in every language.
///
/// Decoding fills in the defaults and checks shapes alone. Bounds, and names that must fit
/// together, are ``ContractCheck``'s: nothing that it has not passed is run.
public struct PluginContract: Codable, Hashable, Sendable {
    /// The version of the form of `plugin.json` that this build knows.
    public static let current = 1
    /// Of `plugin.json`, in bytes: more is no contract.
    public static let limitBytes = 256 << 10
    /// Of a form, and of all that is no form, as each is recorded when a person approves it: what one
    /// message takes, with room for the rest of it.
    public static let limitOfRecordBytes = RawMessage.eventDataLimitBytes - (4 << 10)

    /// The version of the form: ``current``.
    public var contract: Int
    /// Its identity on the bus; it stands here alone.
    public var id: Identity
    /// The therapy's own version, any text.
    public var version: String
    /// What people call it, at least in English.
    public var title: LocalizedText
    /// Where the curriculum comes from.
    public var source: String?
    /// The program and its arguments; empty where the contract alone is the therapy.
    public var command: [String]
    /// What it offers for the weekly plan.
    public var offerings: [Offering]
    /// In which order clients go through its modules.
    public var curriculum: [Curriculum]
    /// What clients practise between sessions.
    public var practice: [Practice]
    /// Its questionnaires, each as docs/clinical/instrument.schema.json describes it.
    public var forms: [JSONFragment]
    /// The facts of its own that it may have recorded.
    public var facts: [FactDeclaration]
    /// Which of its facts staff may record.
    public var commands: [CommandDeclaration]
    /// What it may ask of the clinic.
    public var acts: [PluginAct]
    /// Which events of others it is told, and why.
    public var reads: [ReadDeclaration]
    /// Those events, of others or its own, that may cause something.
    public var reactsTo: [EventName]
    /// What it does with what happened before it came.
    public var history: HistoryRule
    /// What a clinic may set, by name.
    public var configuration: [String: SettingDeclaration]
    /// What it may use.
    public var limits: PluginLimits
    /// What of its forms is shown over time.
    public var measures: [MeasureDeclaration]

    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        contract = try members.decode(Int.self, forKey: .contract)
        guard contract == Self.current else {
            throw DecodingError.dataCorruptedError(
                forKey: .contract, in: members,
                debugDescription: "This build knows contract \(Self.current) alone.")
        }
        id = try members.decode(Identity.self, forKey: .id)
        version = try members.decode(String.self, forKey: .version)
        title = try members.decode(LocalizedText.self, forKey: .title)
        source = try members.decodeIfPresent(String.self, forKey: .source)
        command = try members.list(.command)
        offerings = try members.list(.offerings)
        curriculum = try members.list(.curriculum)
        practice = try members.list(.practice)
        forms = try members.list(.forms)
        facts = try members.list(.facts)
        commands = try members.list(.commands)
        acts = try members.list(.acts)
        reads = try members.list(.reads)
        reactsTo = try members.list(.reactsTo)
        history = try members.value(.history, else: .silently)
        configuration = try members.value(.configuration, else: [:])
        limits = try members.value(.limits, else: PluginLimits())
        measures = try members.list(.measures)
    }
}

extension PluginContract {
    /// The offering of that name.
    public func offering(_ name: String) -> Offering? { offerings.first { $0.name == name } }

    /// The curriculum that an offering's sessions teach.
    public func curriculum(of offering: String) -> Curriculum? {
        curriculum.first { $0.offering == offering }
    }

    /// The module of that name, of whichever curriculum.
    public func module(_ name: String) -> CurriculumModule? {
        curriculum.lazy.flatMap(\.modules).first { $0.name == name }
    }

    /// The practice of that name.
    public func practice(_ name: String) -> Practice? { practice.first { $0.name == name } }

    /// Its own fact of that name.
    public func fact(_ name: String) -> FactDeclaration? { facts.first { $0.name == name } }

    /// Whether it has no program: the contract alone is the therapy.
    public var isManifestAlone: Bool { command.isEmpty }
}

extension KeyedDecodingContainer {
    /// A list, which is empty where the text has none.
    func list<Element: Decodable>(_ key: Key) throws -> [Element] {
        try decodeIfPresent([Element].self, forKey: key) ?? []
    }

    /// A value, or what stands for it where the text has none.
    func value<Value: Decodable>(_ key: Key, else standing: Value) throws -> Value {
        try decodeIfPresent(Value.self, forKey: key) ?? standing
    }
}
