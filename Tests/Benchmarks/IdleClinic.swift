internal import Foundation

/// A whole clinic that waits: what each of its processes holds and uses.
enum IdleClinic {
    static let subject = "idle clinic"

    static func run(_ plan: Plan) throws -> [Row] {
        try Stage.with { stage in
            let clinic = "\(stage.folder)/c"
            let tool = try Tool()
            try tool.call("init", clinic, "--from", "deploy/examples/small/clinic.yaml")
            // Also after an `up` that gave up waiting: what it started goes on.
            defer { try? tool.call("down", clinic) }
            try tool.call("up", clinic)
            pause(seconds: 2)
            let usages = try ProcessUsage.measure(in: clinic, seconds: plan.isShort ? 4 : 20)
            let total = usages.reduce(0) { $0 + $1.proportional }
            let busy = usages.reduce(0) { $0 + $1.processor }
            return usages.map { row($0) } + [
                Row(
                    what: subject, setting: "all \(usages.count) processes",
                    ours: "\(Figure.plain(total)) MiB, \(Figure.share(busy)) CPU", against: "")
            ]
        }
    }

    private static func row(_ usage: ProcessUsage) -> Row {
        Row(
            what: subject, setting: usage.name,
            ours: "\(Figure.plain(usage.proportional)) MiB, \(Figure.share(usage.processor)) CPU",
            against: "15 MiB", ratio: Spread([usage.proportional / 15]), goal: .atMost(1),
            note: "private \(Figure.plain(usage.own)), resident \(Figure.plain(usage.resident)) MiB"
        )
    }
}
