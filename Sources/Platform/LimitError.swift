package import Messages

/// What the system allows is less than what is needed. Nothing was begun.
package enum LimitError: Remediable, Equatable {
    case files(allowed: Int, needed: Int)
    case processes(allowed: Int, needed: Int)
    case addressSpace(allowedMegabytes: Int, neededMegabytes: Int)

    package var advice: Advice {
        switch self {
        case .files(let allowed, let needed):
            Advice(
                "A process may open \(allowed) files here, and this takes up to \(needed).",
                remedy: "Start it where more are allowed: `ulimit -n \(round(needed))` in a new"
                    + " shell, or LimitNOFILE=\(round(needed)) in its systemd unit.")
        case .processes(let allowed, let needed):
            Advice(
                "This user may have \(allowed) processes and threads, and with this clinic would"
                    + " have up to \(needed).",
                remedy: "Start it where more are allowed: `ulimit -u \(round(needed))` in a new"
                    + " shell, or TasksMax=\(round(needed)) in its systemd unit.")
        case .addressSpace(let allowed, let needed):
            Advice(
                "A process may have \(allowed) MiB of address space here, and this takes up to"
                    + " \(needed).",
                remedy: "Start it where more is allowed: `ulimit -v unlimited` in a new shell.")
        }
    }

    /// The next power of two, with room to grow.
    private func round(_ needed: Int) -> Int {
        var number = 1024
        while number < needed { number *= 2 }
        return number
    }
}
