extension Problem {
    /// The problem as it would be if some obstacles were not there.
    func without(_ obstacles: [Obstacle]) -> Problem {
        obstacles.reduce(into: self) { $0.relax($1) }
    }

    private mutating func relax(_ obstacle: Obstacle) {
        switch obstacle {
        case .clientBusy(let client, let block):
            change(client) { $0.unavailable.removeAll { $0 == block } }
        case .ineligible(let client, let reason, let template):
            relax(reason, client, template)
        case .dayFull(let client, _): giveDay(client)
        case .appointment(let client, let kind):
            change(client) {
                if kind == .family { $0.familyDue = false } else { $0.individualDue = false }
            }
        case .sessionFull(let key):
            grow(key.template)
            addRoom(for: key)
        case .roomFull(let key): addRoom(for: key)
        case .keptApart(let client, let other):
            for (one, two) in [(client, other), (other, client)] {
                change(one) {
                    $0.doNotPair.removeAll { $0 == two }
                    $0.doNotMeet.removeAll { $0 == two }
                }
            }
        case .clinicianAbsent(let clinician, let block):
            change(clinician: clinician) { $0.available.append(block) }
        case .clinicianHours(let clinician):
            change(clinician: clinician) {
                $0.maxBlocks += 1
                $0.maxBlocksPerDay = $0.maxBlocksPerDay.map { $0 + 1 }
            }
        case .blockFull: appointmentsPerBlock += 1
        case .clinicianLeads, .seated: break  // What the plan says, and not the problem.
        }
    }

    private mutating func change(_ id: String, _ change: (inout Client) -> Void) {
        for index in clients.indices where clients[index].id == id { change(&clients[index]) }
    }

    private mutating func change(clinician id: String, _ change: (inout Clinician) -> Void) {
        for index in clinicians.indices where clinicians[index].id == id {
            change(&clinicians[index])
        }
    }

    private mutating func relax(_ reason: Ineligibility, _ client: String, _ template: String) {
        guard let index = groupTemplates.firstIndex(where: { $0.id == template }),
            let person = clients.first(where: { $0.id == client })
        else { return }
        let group = groupTemplates[index]
        switch reason {
        case .phase: groupTemplates[index].phases.append(person.phase)
        case .language: change(client) { $0.speaksAlso.append(group.language) }
        case .gender: groupTemplates[index].genderFocus = nil
        // It stays where it meets; the client comes there.
        case .site: change(client) { $0.site = group.site ?? $0.site }
        case .telehealth: change(client) { $0.telehealthOk = true }
        case .cohort: groupTemplates[index].closedTo?.append(client)
        case .condition:
            change(client) {
                $0.conditions += group.requires
                $0.conditions.removeAll(where: group.excludes.contains)
            }
        case .therapyType, .credential: break  // About leaders alone.
        }
    }

    /// Lets one client come in one block more a day: a phase of its own, like the client's.
    private mutating func giveDay(_ client: String) {
        guard let person = clients.first(where: { $0.id == client }),
            var phase = phases.first(where: { $0.id == person.phase })
        else { return }
        let id = (phases.map(\.id).max() ?? 0) + 1
        for index in groupTemplates.indices where groupTemplates[index].phases.contains(phase.id) {
            groupTemplates[index].phases.append(id)
        }
        phase.id = id
        phase.maxBlocksPerDay += 1
        phases.append(phase)
        change(client) { $0.phase = id }
    }

    private mutating func grow(_ template: String) {
        for index in groupTemplates.indices where groupTemplates[index].id == template {
            groupTemplates[index].maxSize = min(
                groupTemplates[index].maxSize + 1, DenseProblem.mostSeats)
        }
        for index in rulePacks.indices { rulePacks[index].maxSize? += 1 }
    }

    private mutating func addRoom(for key: SessionKey) {
        guard let template = groupTemplates.first(where: { $0.id == key.template }),
            let site = template.site
        else { return }
        rooms.append(
            Room(
                id: "one more", site: site, capacity: DenseProblem.mostSeats,
                closed: blocks.map(\.id).filter { $0 != key.block },
                features: template.roomFeatures))
    }
}

extension Plan {
    /// The plan without what some obstacles are made of.
    func without(_ obstacles: [Obstacle]) -> Plan {
        var plan = self
        for obstacle in obstacles {
            switch obstacle {
            case .appointment(let client, let kind):
                plan.appointments.removeAll { $0.client == client && $0.kind == kind }
            case .clinicianLeads(let clinician, let block):
                plan.sessions.removeAll { $0.clinician == clinician && $0.block == block }
            case .seated(let client, let block):
                for index in plan.sessions.indices where plan.sessions[index].block == block {
                    plan.sessions[index].clients.removeAll { $0 == client }
                }
            default: break
            }
        }
        return plan
    }
}
