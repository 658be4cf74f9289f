/// Whether all that a problem refers to is there, and each identifier is there once.
struct ReferenceCheck {
    private(set) var faults: [ProblemFault] = []
    private let blocks: Set<String>
    private let sites: Set<String>
    private let clinicians: Set<String>
    private let templates: Set<String>
    private let clients: Set<String>

    init(_ problem: Problem) {
        blocks = Set(problem.blocks.map(\.id))
        sites = Set(problem.sites)
        clinicians = Set(problem.clinicians.map(\.id))
        templates = Set(problem.groupTemplates.map(\.id))
        clients = Set(problem.clients.map(\.id))
        uniqueness(problem)
        week(problem)
        supply(problem)
        demand(problem)
        history(problem)
    }

    private mutating func uniqueness(_ problem: Problem) {
        once("blocks", problem.blocks.map(\.id), field: ".id")
        once("phases", problem.phases.map { String($0.id) }, field: ".id")
        once("sites", problem.sites, field: "")
        once("rooms", problem.rooms.map(\.id), field: ".id")
        once("clinicians", problem.clinicians.map(\.id), field: ".id")
        once("groupTemplates", problem.groupTemplates.map(\.id), field: ".id")
        once("clients", problem.clients.map(\.id), field: ".id")
        once("rulePacks", problem.rulePacks.map(\.id), field: ".id")
    }

    private mutating func week(_ problem: Problem) {
        if problem.blocks.isEmpty || problem.blocks.count > DenseProblem.mostBlocks {
            add(
                "blocks",
                "A week has 1 to \(DenseProblem.mostBlocks) blocks, and there are "
                    + "\(problem.blocks.count).", "Write longer blocks.")
        }
        for (index, block) in problem.blocks.enumerated() {
            let path = "blocks[\(index)]"
            if block.day >= problem.days.count {
                add("\(path).day", "There is no day \(block.day).", "Name it in days.")
            }
            if block.track >= problem.tracks.count {
                add("\(path).track", "There is no track \(block.track).", "Name it in tracks.")
            }
            // Blocks that overlap would let one person be in two places.
            let other = problem.blocks[..<index].first {
                $0.day == block.day && $0.start < block.end && block.start < $0.end
            }
            if let other {
                add("\(path).start", "It overlaps \(other.id).", "Move one of the two.")
            }
        }
        if problem.weights.unplacedBlock.isEmpty {
            add("weights.unplacedBlock", "It is empty.", "Write a number for each phase.")
        }
    }

    private mutating func supply(_ problem: Problem) {
        for (index, room) in problem.rooms.enumerated() {
            refer("rooms[\(index)].site", room.site, to: sites, "site")
            refer("rooms[\(index)].closed", room.closed, to: blocks, "block")
        }
        for (index, clinician) in problem.clinicians.enumerated() {
            refer("clinicians[\(index)].site", clinician.site, to: sites, "site")
            refer("clinicians[\(index)].available", clinician.available, to: blocks, "block")
        }
        for (index, template) in problem.groupTemplates.enumerated() {
            let path = "groupTemplates[\(index)]"
            if let site = template.site {
                refer("\(path).site", site, to: sites, "site")
            } else if template.modality == .inPerson {
                add("\(path).site", "A group in person meets somewhere.", "Name its site.")
            }
            phases("\(path).phases", template.phases, of: problem)
            refer("\(path).closedTo", template.closedTo ?? [], to: clients, "client")
        }
    }

    private mutating func demand(_ problem: Problem) {
        for (index, client) in problem.clients.enumerated() {
            let path = "clients[\(index)]"
            refer("\(path).site", client.site, to: sites, "site")
            phases("\(path).phase", [client.phase], of: problem)
            refer("\(path).unavailable", client.unavailable, to: blocks, "block")
            refer("\(path).doNotPair", client.doNotPair, to: clients, "client")
            refer("\(path).doNotMeet", client.doNotMeet, to: clients, "client")
            if let clinician = client.primaryClinician {
                refer("\(path).primaryClinician", clinician, to: clinicians, "clinician")
            }
            if client.trackPreference.isEmpty {
                add("\(path).trackPreference", "It is empty.", "Name at least one track.")
            }
            if client.doNotPair.contains(client.id) || client.doNotMeet.contains(client.id) {
                add("\(path).doNotPair", "The client is named here.", "Name other clients.")
            }
        }
    }

    private mutating func history(_ problem: Problem) {
        for (index, session) in problem.lastWeekSessions.enumerated() {
            key("lastWeekSessions[\(index)]", session)
        }
        for (index, held) in problem.heldSessions.enumerated() {
            key("heldSessions[\(index)]", held.key)
            refer("heldSessions[\(index)].clients", held.clients, to: clients, "client")
        }
        held(problem)
        for (index, client) in problem.clients.enumerated() {
            for (place, past) in client.lastWeek.enumerated() {
                let path = "clients[\(index)].lastWeek[\(place)]"
                refer("\(path).block", past.block, to: blocks, "block")
            }
            for (place, past) in client.lastAppointments.enumerated() {
                let path = "clients[\(index)].lastAppointments[\(place)]"
                refer("\(path).block", past.block, to: blocks, "block")
                refer("\(path).clinician", past.clinician, to: clinicians, "clinician")
            }
        }
    }

    /// Nobody is held in two places at once, or in more blocks than the phase gives.
    private mutating func held(_ problem: Problem) {
        var taken: Set<String> = []
        var counts: [String: Int] = [:]
        for (index, held) in problem.heldSessions.enumerated() {
            let path = "heldSessions[\(index)]"
            if !taken.insert("leads \(held.clinician) \(held.block)").inserted {
                add(path, "\(held.clinician) leads another then.", "Take one of the two out.")
            }
            if held.clients.count > DenseProblem.mostSeats {
                add(
                    "\(path).clients", "There are \(held.clients.count) clients.",
                    "Name at most \(DenseProblem.mostSeats).")
            }
            for (place, client) in held.clients.enumerated() {
                counts[client, default: 0] += 1
                if !taken.insert("sits \(client) \(held.block)").inserted {
                    add(
                        "\(path).clients[\(place)]", "\(client) has another place then.",
                        "Take one of the two out.")
                }
            }
        }
        for (index, client) in problem.clients.enumerated() {
            let phase = problem.phases.first { $0.id == client.phase }
            let owed = (phase?.blocksPerWeek ?? 0) + client.makeUpBlocks
            if counts[client.id, default: 0] > owed {
                add(
                    "clients[\(index)]", "It is held in more blocks than the \(owed) of its phase.",
                    "Take it out of some of heldSessions, or raise makeUpBlocks.")
            }
        }
    }

    private mutating func key(_ path: String, _ key: SessionKey) {
        refer("\(path).template", key.template, to: templates, "group template")
        refer("\(path).block", key.block, to: blocks, "block")
        refer("\(path).clinician", key.clinician, to: clinicians, "clinician")
    }

    private mutating func phases(_ path: String, _ phases: [Int], of problem: Problem) {
        for phase in phases where !problem.phases.contains(where: { $0.id == phase }) {
            let all = problem.phases.map { String($0.id) }.joined(separator: ", ")
            add(path, "\(phase) is no phase of this problem.", "Use one of \(all).")
        }
    }

    private mutating func refer(
        _ path: String, _ names: [String], to known: Set<String>, _ what: String
    ) {
        for (index, name) in names.enumerated() {
            refer("\(path)[\(index)]", name, to: known, what)
        }
    }

    private mutating func refer(
        _ path: String, _ name: String, to known: Set<String>, _ what: String
    ) {
        guard !known.contains(name) else { return }
        add(path, "\"\(name)\" is no \(what) of this problem.", "Add it, or correct the name.")
    }

    private mutating func once(_ list: String, _ ids: [String], field: String) {
        var seen: Set<String> = []
        for (index, id) in ids.enumerated() {
            let path = "\(list)[\(index)]\(field)"
            if id.isEmpty { add(path, "It is empty.", "Give it a name.") }
            if !seen.insert(id).inserted {
                add(path, "\"\(id)\" is there twice.", "Take one of them out or rename it.")
            }
        }
    }

    private mutating func add(_ path: String, _ problem: String, _ remedy: String) {
        faults.append(ProblemFault(path: path, problem: problem, remedy: remedy))
    }
}
