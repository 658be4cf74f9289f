internal import Foundation
internal import PluginHost

/// A clinic with twelve therapies that waits: what each host and each program holds and uses.
enum IdleTherapies {
    static let subject = "idle therapy"

    private static let count = 12

    static func run(_ plan: Plan) throws -> [Row] {
        try Stage.with { stage in
            let clinic = "\(stage.folder)/c"
            let tool = try Tool()
            try tool.call("init", clinic, "--from", "deploy/examples/small/clinic.yaml")
            let kinds = try add(to: clinic, on: stage, with: tool)
            // Also after an `up` that gave up waiting: what it started goes on.
            defer { try? tool.call("down", clinic) }
            try tool.call("up", clinic)
            let hosts = try hosts(in: clinic, of: kinds)
            pause(seconds: 4)
            return try rows(clinic, hosts, kinds, seconds: plan.isShort ? 4 : 20)
        }
    }

    /// Brings the therapies, each language in turn, and says which is which.
    private static func add(to clinic: String, on stage: Stage, with tool: Tool) throws
        -> [String: TaughtTherapy]
    {
        var kinds: [String: TaughtTherapy] = [:]
        for number in 1...count {
            let id = "\(TaughtTherapy.id)-\(number)"
            let kind: TaughtTherapy = number.isMultiple(of: 2) ? .swift : .python
            try kind.write(to: "\(stage.folder)/\(id)", as: id, programs: tool.folder)
            try tool.call("plugin", "add", "\(stage.folder)/\(id)", "--clinic", clinic)
            kinds[id] = kind
        }
        return kinds
    }

    /// The process of each therapy's host, once it has a program.
    private static func hosts(in clinic: String, of kinds: [String: TaughtTherapy]) throws
        -> [String: Int32]
    {
        var hosts: [String: Int32] = [:]
        try wait(for: "\(count) therapies", seconds: 120, every: 200_000) {
            hosts = [:]
            for usage in try ProcessUsage.measure(in: clinic, seconds: 0)
            where usage.name == "cairn-plugin-host" {
                guard let place = usage.words.firstIndex(of: "--plugin"),
                    usage.words.indices.contains(place + 1),
                    !programs(of: usage.pid).isEmpty
                else { continue }
                hosts[usage.words[place + 1]] = usage.pid
            }
            return hosts.count == count
        }
        return hosts
    }

    /// The processes below a host: its program, and what is around it.
    private static func programs(of host: Int32) -> [Int32] {
        ChildUsage.family(of: host).filter { $0 != host }
    }

    private static func rows(
        _ clinic: String, _ hosts: [String: Int32], _ kinds: [String: TaughtTherapy],
        seconds: Double
    ) throws -> [Row] {
        let families = hosts.mapValues { programs(of: $0) }
        let services = try ProcessUsage.measure(in: clinic, seconds: 0).filter {
            $0.name.hasPrefix("cairn-") && $0.name != "cairn-plugin-host" && $0.name != "cairn-hub"
        }.map(\.pid)
        let all = try ProcessUsage.measure(
            Array(hosts.values) + families.values.flatMap(\.self) + services, seconds: seconds)
        let found = Dictionary(all.map { ($0.pid, $0) }) { first, _ in first }
        // The supervisor has a second, smaller process without a journal.
        let keeping = services.compactMap { found[$0] }.filter { $0.name != "cairn-supervisor" }
        let ours = hosts.values.compactMap { found[$0] }
        return [
            row(
                "its host, memory", ours.map(\.proportional), beside: keeping.map(\.proportional),
                as: { "\(Figure.plain($0)) MiB" }),
            row(
                "its host, processor", ours.map(\.processor), beside: keeping.map(\.processor),
                as: { share($0) }),
        ]
            + [TaughtTherapy.swift, .python].map { kind in
                let programs = kinds.filter { $0.value == kind }.compactMap { families[$0.key] }
                    .map { $0.compactMap { found[$0] } }
                return Row(
                    what: subject, setting: "its program in \(kind.words)",
                    ours: "\(Figure.plain(median(programs.map(sum(\.proportional))))) MiB,"
                        + " \(share(median(programs.map(sum(\.processor)))))",
                    against: "", note: "with the process of its room")
            }
    }

    private static func row(
        _ setting: String, _ ours: [Double], beside services: [Double],
        as words: (Double) -> String
    ) -> Row {
        let least = services.min() ?? .nan
        return Row(
            what: subject, setting: setting, ours: words(median(ours)),
            against: "the smallest service with a journal \(words(least))",
            ratio: Spread(ours.map { $0 / least }), goal: .atMost(1),
            note: "of \(ours.count) therapies")
    }

    private static func sum(_ part: @escaping (ProcessUsage) -> Double)
        -> ([ProcessUsage]) -> Double
    {
        { $0.reduce(0) { $0 + part($1) } }
    }

    private static func median(_ values: [Double]) -> Double { Spread(values).median }

    private static func share(_ part: Double) -> String {
        "\(String(format: "%.2f", part * 100)) % CPU"
    }
}
