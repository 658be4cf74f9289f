package import Messages

/// What the supervisor tells the clinic: the hour, which processes run, and who looked at what.
///
/// Restarts are not decided here: they come from exits, readiness and the watchdog. This is the
/// record, and an operator's wish that a process stay stopped.
package struct ProcessRegister: Core, Equatable {
    package typealias Contract = SupervisorContract
    /// 3: which content of a plugin has got to work, and which was before it.
    package static let foldVersion = 3
    /// The most hours that one command strikes: a fortnight.
    package static let longestAdvance = 24 * 14

    /// The last hour that was struck.
    package private(set) var lastHour: Moment?
    /// The last hour that a person has said may be struck, after a long jump of the clock.
    package private(set) var confirmedHour: Timestamp?
    /// The last day that was struck.
    private var lastDay: LocalDate?
    /// The processes that an operator stopped and has not started since.
    package private(set) var stopped: Set<Identity> = []
    private var plugins: [Identity: String] = [:]
    /// The plugins that were admitted once and are not in the clinic's folder any more.
    package private(set) var withdrawn: Set<Identity> = []
    /// Which content of which plugin is approved.
    package private(set) var approvals = PluginRegister()
    /// The newest wish about each process, with its number: an older one is overtaken by it.
    private var wishes: [Identity: Wish] = [:]
    /// How many wishes there were.
    package private(set) var wishCount = 0
    /// The last description that was taken while the clinic was up, and how often one was.
    package private(set) var taken: DescriptionTaken?
    package private(set) var takenCount = 0

    private struct Wish: Equatable, Codable {
        var number: Int
        var wished: OperatorWished
    }

    package init() {}

    /// The wishes after so many, in order; of two about one process only the newer.
    package func wishes(after count: Int) -> [OperatorWished] {
        wishes.values.filter { $0.number > count }.sorted { $0.number < $1.number }.map(\.wished)
    }

    package mutating func apply(_ fact: Fact) {
        switch fact.event {
        case let hour as HourBegan: lastHour = hour.moment
        case let day as DayBegan: lastDay = day.date
        case let jump as ClockJumpConfirmed: confirmedHour = jump.through
        case let wished as OperatorWished:
            wishCount += 1
            wishes[wished.process] = Wish(number: wishCount, wished: wished)
            if wished.wish == .stop {
                stopped.insert(wished.process)
            } else {
                stopped.remove(wished.process)
            }
        case let taken as DescriptionTaken:
            self.taken = taken
            takenCount += 1
        case let plugin as PluginAdmitted:
            plugins[plugin.plugin] = plugin.version
            withdrawn.remove(plugin.plugin)
        case let plugin as PluginWithdrawn:
            plugins[plugin.plugin] = nil
            withdrawn.insert(plugin.plugin)
        case is PluginFound, is PluginApproved, is PluginCaughtUp, is PluginRolledBack,
            is PluginDisabled, is PluginRemoved:
            approvals.apply(fact.event)
        default: break
        }
    }

    package func decide(_ command: any Command, by actor: Actor, in context: inout Context) throws
        -> Decision
    {
        switch command {
        case let advance as AdvanceClock: Decision(try hours(through: advance.to, in: context))
        case let confirm as ConfirmClock:
            Decision([try jump(through: confirm.through, in: context)])
        case let reveal as RecordReveal:
            Decision([
                HealthDataRevealed(
                    scope: reveal.scope, reason: reveal.reason,
                    // What is no pseudonym may be a name: it is in no record.
                    client: reveal.client.flatMap { $0.isPseudonym ? $0 : nil },
                    outcome: reveal.outcome ?? .shown)
            ])
        case let reload as ReloadDescription:
            Decision([DescriptionTaken(description: reload.description)])
        case let approve as ApprovePlugin: try approvals.decide(approve, by: actor.staff)
        case let disable as DisablePlugin: try approvals.decide(disable, by: actor.staff)
        case let remove as RemovePlugin: try approvals.decide(remove, by: actor.staff)
        case let stop as StopProcess: Decision([try stopped(by: stop)])
        case let start as StartProcess:
            Decision([OperatorWished(process: start.process, wish: .start)])
        case let restart as RestartProcess:
            Decision([OperatorWished(process: restart.process, wish: .restart)])
        default: throw Refusal("The supervisor has no such command.", remedy: "See `cairn --help`.")
        }
    }

    /// Nobody could start the hub again: a wish comes over it.
    private func stopped(by command: StopProcess) throws -> OperatorWished {
        guard command.process != .hub else {
            throw Refusal(
                "Without the hub no process hears another, and nothing could start it again.",
                remedy: "`cairn down` ends the whole clinic; `cairn restart hub` starts the hub"
                    + " anew.")
        }
        return OperatorWished(process: command.process, wish: .stop)
    }

    package func react(to fact: Fact, in context: inout Context) throws -> Decision { Decision() }

    package func answer(_ query: any Query, in context: Context) throws -> any Codable & Sendable {
        throw Refusal("The supervisor has no such view.", remedy: "See `cairn ask --list`.")
    }

    /// The plugins that were admitted and not withdrawn since, by name.
    package var admitted: [Identity] { plugins.keys.sorted() }

    /// Whether this version of a plugin was announced before.
    package func knows(_ plugin: Identity, version: String) -> Bool { plugins[plugin] == version }

    /// The clock messages up to an hour: each hour once, in order, and a day before its first hour.
    package func strikes(_ hours: [Timestamp], timeZone: String) throws -> [any Event] {
        var events: [any Event] = []
        var day = lastDay
        for hour in hours {
            guard let moment = Moment(hour, timeZone: timeZone) else {
                throw Refusal(
                    "The time zone \(timeZone) is not known here.",
                    remedy: "Use a name such as America/Chicago in clinic.yaml.")
            }
            // A step back over the end of summer time may repeat an hour, never a day.
            if day.map({ moment.today > $0 }) ?? true {
                events.append(DayBegan(date: moment.today))
                day = moment.today
            }
            events.append(HourBegan(moment: moment))
        }
        return events
    }

    /// What a live clinic's clock does at a time of the world's.
    package func verdict(at now: Timestamp) -> ClockStriker.Verdict {
        ClockStriker.verdict(after: lastHour?.utc, now: now, confirmed: confirmedHour)
    }

    private func jump(through hour: Timestamp, in context: Context) throws -> any Event {
        guard case .waitForPerson = verdict(at: context.now.utc) else {
            throw Refusal(
                "The clinic's clock waits for nobody.", remedy: "See `cairn status`.")
        }
        guard hour <= context.now.utc else {
            throw Refusal(
                "This machine's clock has not come to that hour.",
                remedy: "Give the hour that `cairn status` names.")
        }
        guard hour >= (lastHour?.utc ?? hour).advanced(byHours: 1) else {
            throw Refusal(
                "The clock has struck that hour already.",
                remedy: "Give the hour that `cairn status` names.")
        }
        guard
            hour <= (lastHour?.utc ?? hour).advanced(byHours: ClockStriker.mostConfirmed)
        else {
            throw Refusal(
                "That is more than a year at once.",
                remedy: "Set this machine's clock right; if it is right, give the hour that"
                    + " `cairn status` names, a year at a time.")
        }
        return ClockJumpConfirmed(through: hour)
    }

    private func hours(through last: Timestamp, in context: Context) throws -> [any Event] {
        let first = (lastHour?.utc ?? context.now.utc).advanced(byHours: lastHour == nil ? 0 : 1)
        guard first <= last else {
            throw Refusal(
                "The clock has struck that hour already.", remedy: "Give a later hour.")
        }
        let count = last.hours(since: first)
        guard count < Self.longestAdvance else {
            throw Refusal(
                "That is more than \(Self.longestAdvance) hours at once.",
                remedy: "Advance in shorter steps.")
        }
        return try strikes(
            (0...count).map(first.advanced(byHours:)), timeZone: context.clinic.timeZone)
    }
}
