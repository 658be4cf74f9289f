/// What a therapy may use.
public struct PluginLimits: Codable, Hashable, Sendable {
    /// Memory of its program, in MiB: 16 to 1,024.
    public var memoryMB: Int
    /// How many events of its own are taken in a minute: 1 to 6,000.
    public var eventsPerMinute: Int
    /// How long it may take to answer a question, in seconds: 1 to 60.
    public var answerSeconds: Int

    /// What memory may be asked for, in MiB.
    public static let memoryRange = 16...1_024
    /// How many events a minute may be asked for.
    public static let eventsRange = 1...6_000
    /// How many seconds an answer may be allowed.
    public static let answerRange = 1...60

    /// What holds for who says nothing of it.
    public init() { (memoryMB, eventsPerMinute, answerSeconds) = (128, 600, 5) }

    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        let usual = PluginLimits()
        memoryMB = try members.value(.memoryMB, else: usual.memoryMB)
        eventsPerMinute = try members.value(.eventsPerMinute, else: usual.eventsPerMinute)
        answerSeconds = try members.value(.answerSeconds, else: usual.answerSeconds)
    }
}
