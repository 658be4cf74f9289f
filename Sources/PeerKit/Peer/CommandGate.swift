internal import Messages

/// Lets a command through to a core: known, readable, by a person who may give it.
enum CommandGate {
    static func check<Service: Core>(
        _ envelope: Envelope, verb: String, engine: Engine<Service>
    ) throws -> (command: any Command, actor: Actor) {
        guard let type = MessageCatalog.command(type: envelope.type),
            type.receiver == engine.identity, type.verb == verb
        else {
            throw Refusal(
                "\(engine.identity) does not know this command.",
                remedy: "See `cairn send --list`.")
        }
        let actor = try person(
            of: envelope, roles: type.roles, clinic: engine.clinic,
            isRehearsal: engine.mode.isRehearsal)
        guard engine.mode.isRehearsal || type != AdvanceClock.self else {
            throw Refusal(
                "A live clinic's clock is the world's.", remedy: "Advance the clock of a rehearsal."
            )
        }
        guard !engine.mode.isRehearsal || type != ConfirmClock.self else {
            throw Refusal(
                "A rehearsal's clock never jumps by itself.",
                remedy: "Move it with `cairn advance-clock`.")
        }
        return (try body(type, named: type.type, file: "command.\(type.type)", of: envelope), actor)
    }

    /// The same for a command that every therapy takes.
    static func check<Service: Core>(
        _ type: any TherapyCommand.Type, _ envelope: Envelope, engine: Engine<Service>
    ) throws -> (command: any TherapyCommand, actor: Actor) {
        let actor = try person(
            of: envelope, roles: type.roles, clinic: engine.clinic,
            isRehearsal: engine.mode.isRehearsal)
        let command: any TherapyCommand = try body(
            type, named: type.type(for: engine.identity),
            file: "command.any.\(type.verb).v\(type.version)", of: envelope)
        return (command, actor)
    }

    /// The body of a command or query. What a decoder would pass over is refused: a key that stands
    /// twice, and what was only an example.
    ///
    /// - Parameter file: the name of its file in `docs/protocol`, without the ending.
    static func body<Body: Message>(
        _ type: Body.Type, named name: String, file: String, of envelope: Envelope
    ) throws -> Body {
        let bytes = envelope.raw.data
        if let advice = BodyFlaws(of: bytes).advice(on: name) {
            throw Refusal(advice.problem, remedy: advice.remedy)
        }
        guard let body = try? JSONText.decode(type, from: bytes) else {
            throw Refusal(
                "The body does not fit \(name).",
                remedy: "Compare it with docs/protocol/\(file).json.")
        }
        return body
    }

    /// The person of the staff who sends a command or asks, in one of the roles that may.
    static func person(
        of envelope: Envelope, roles: Set<Role>, clinic: Clinic, isRehearsal: Bool
    ) throws -> Actor {
        guard let actor = envelope.person else {
            throw Refusal(
                "The command does not say who acts.",
                remedy: "Give the acting person and the role (`--as ID --role ROLE`).")
        }
        try CommandGate.check(actor, gives: envelope, isRehearsal: isRehearsal)
        guard let member = clinic.staff.first(where: { $0.id == actor.staff }) else {
            throw Refusal(
                "\(actor.staff) is not on this clinic's staff.",
                remedy: "Use an id from clinic.yaml, or add the person there and give `cairn"
                    + " reload`.")
        }
        guard member.roles.contains(actor.role) else {
            throw Refusal(
                "\(actor.staff) does not have the role \(actor.role).",
                remedy: "Use one of: \(member.roles.map(\.rawValue).joined(separator: ", ")).")
        }
        guard roles.contains(actor.role) else {
            let names = roles.map(\.rawValue).sorted().joined(separator: ", ")
            throw Refusal(
                "The role \(actor.role) may not give this command.", remedy: "It takes: \(names).")
        }
        return actor
    }

    /// Nobody acts in another's name: the key says who it is. Only a rehearsal's simulator plays
    /// everybody.
    private static func check(
        _ actor: Actor, gives envelope: Envelope, isRehearsal: Bool
    ) throws {
        let sender = envelope.address.sender
        guard sender != Identity(person: actor.staff) else { return }
        guard sender != .simulator || !isRehearsal else { return }
        throw Refusal(
            "\(sender) cannot act as \(actor.staff).", remedy: "Use that person's own key.")
    }

    /// Lets an ask for a stream's history through. The hub has judged it by its list; of persons
    /// and of services the clinic's description and this version have to say the same.
    ///
    /// What a plugin may read follows from its contract. The hub has checked that.
    static func permitHistory(
        of stream: EventStream, _ envelope: Envelope, clinic: Clinic, isRehearsal: Bool
    ) throws {
        let asker = envelope.address.sender
        if let person = envelope.person {
            try check(person, gives: envelope, isRehearsal: isRehearsal)
        }
        guard asker.isReserved else { return }
        let member = clinic.staff.first { Identity(person: $0.id) == asker }
        let permission =
            member.map {
                MessageCatalog.permission(of: Set($0.roles), isRehearsal: isRehearsal)
            } ?? MessageCatalog.permission(of: asker)
        // Deliberately not the hub's own question: the two guard each other.
        guard permission?.allows(reading: .event(stream), by: asker) ?? false,
            asker != .simulator || isRehearsal
        else {
            throw Refusal(
                "\(asker) may not read \(stream).",
                remedy: "Ask with the key of somebody who may: `cairn keys` says who reads what.")
        }
    }

    /// Lets a query through: some views are only for a person who must know.
    static func permit(
        _ envelope: Envelope, query: any Query.Type, clinic: Clinic, isRehearsal: Bool
    ) throws {
        guard let roles = query.roles else { return }
        let person = envelope.person
        if let person { try check(person, gives: envelope, isRehearsal: isRehearsal) }
        guard let person, roles.contains(person.role),
            let member = clinic.staff.first(where: { $0.id == person.staff }),
            member.roles.contains(person.role)
        else {
            let names = roles.map(\.rawValue).sorted().joined(separator: ", ")
            throw Refusal(
                "This view needs a person of the staff who must know.",
                remedy: "It takes: \(names).")
        }
    }
}
