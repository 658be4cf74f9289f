internal import Bus
package import Messages
internal import Platform

extension BusSession {
    /// How long somebody who is up may be silent: heartbeats come each second.
    package static let silence: Duration = .milliseconds(1_800)
    /// How long an answer may take, unless the person says otherwise.
    package static let patience: Duration = .seconds(10)

    /// Sends a command, again and again under one id, until it is answered.
    ///
    /// - Throws: ``ClientError``, also when it was refused.
    @discardableResult
    package mutating func send(
        _ command: some Command, as actor: Actor, within patience: Duration = Self.patience
    ) async throws -> Answer {
        let kind = Swift.type(of: command)
        return try await send(
            command, to: kind.receiver, verb: kind.verb, type: kind.type, as: actor,
            within: patience)
    }

    /// Sends a command that every peer takes to one of them.
    @discardableResult
    package mutating func send(_ command: some PeerCommand, to peer: Identity, as actor: Actor)
        async throws -> Answer
    {
        let kind = Swift.type(of: command)
        return try await send(
            command, to: peer, verb: kind.verb, type: kind.type(for: peer), as: actor,
            within: Self.patience)
    }

    /// Sends a command that every therapy takes to one of them.
    @discardableResult
    package mutating func send(
        _ command: some TherapyCommand, to therapy: Identity, as actor: Actor
    ) async throws -> Answer {
        let kind = Swift.type(of: command)
        return try await send(
            command, to: therapy, verb: kind.verb, type: kind.type(for: therapy), as: actor,
            within: Self.patience)
    }

    private mutating func send(
        _ command: some Message, to receiver: Identity, verb: String, type: String,
        as actor: Actor, within patience: Duration
    ) async throws -> Answer {
        let topic = Topic.command(to: receiver, verb: verb, from: identity)
        try requireGrant(of: topic, type: type)
        // Whoever is not there cannot record it, and the person must know at once.
        if !isHeard(receiver), await !waitUntilHeard(receiver, within: Self.silence) {
            throw ClientError.notRecorded(receiver)
        }
        if let advice = foreignAdvice(on: receiver) { throw ClientError.refused(advice) }
        let envelope = try request(
            to: topic, type: type,
            dataClass: Swift.type(of: command).dataClass, subject: command.subject,
            body: try JSONText.encode(command), as: actor, within: patience)
        guard let reply = try await answers(to: [envelope])[envelope.id]?.single,
            let answer = try? JSONText.decode(Answer.self, from: reply.raw.data)
        else { throw ClientError.outcomeUnknown(receiver) }
        switch answer.outcome {
        case .accepted: return answer
        case .refused:
            throw ClientError.refused(
                answer.refusal
                    ?? Advice(
                        "\(receiver) refused it without a reason.",
                        remedy: "See `cairn logs \(receiver)`."))
        default: throw ClientError.outcomeUnknown(receiver)
        }
    }

    /// Asks for a view.
    package mutating func ask<Asked: Query>(
        _ query: Asked, as actor: Actor? = nil, within patience: Duration = Self.patience
    ) async throws -> Asked.View {
        let data = try await view(of: query, as: actor, within: patience)
        guard let view = try? JSONText.decode(Asked.View.self, from: data) else {
            throw WireError.badData(type: Asked.type)
        }
        return view
    }

    /// Asks for a whole view that comes in pages: for one after the other.
    package mutating func ask<Asked: PagedQuery>(
        _ query: Asked, as actor: Actor? = nil, within patience: Duration = Self.patience
    ) async throws -> [Asked.Item] {
        var items: [Asked.Item] = []
        try await pages(of: query, as: actor, within: patience) { items += $0.items }
        return items
    }

    /// Asks for a view page by page, and hands over each as it comes; as many items as the query
    /// has for its limit, and all without.
    package mutating func pages<Asked: PagedQuery>(
        of query: Asked, as actor: Actor? = nil, within patience: Duration = Self.patience,
        _ take: (Page<Asked.Item>) throws -> Void
    ) async throws {
        var query = query
        var left = query.limit ?? .max
        while left > 0 {
            query.limit = query.limit.map { min($0, left) }
            let data = try await view(of: query, as: actor, within: patience)
            guard let page = try? JSONText.decode(Page<Asked.Item>.self, from: data) else {
                throw WireError.badData(type: Asked.type)
            }
            // Whoever sends the same place again would be asked for ever.
            if let next = page.next, let last = query.after, next <= last {
                throw WireError.badData(type: Asked.type)
            }
            try take(page)
            guard let next = page.next else { return }
            left -= page.items.count
            query.after = next
        }
    }

    /// Asks one peer for a view that every peer has.
    package mutating func ask<Asked: PeerQuery>(_ query: Asked, of peer: Identity, as actor: Actor)
        async throws -> Asked.View
    {
        let type = Asked.type(for: peer)
        let data = try await view(
            of: query, from: peer, name: Asked.name, type: type, as: actor, within: Self.patience)
        guard let view = try? JSONText.decode(Asked.View.self, from: data) else {
            throw WireError.badData(type: type)
        }
        return view
    }

    /// Asks for a view, as its JSON.
    package mutating func view(
        of query: some Query, as actor: Actor? = nil, within patience: Duration = Self.patience
    ) async throws -> [UInt8] {
        let kind = Swift.type(of: query)
        return try await view(
            of: query, from: kind.receiver, name: kind.name, type: kind.type, as: actor,
            within: patience)
    }

    private mutating func view(
        of query: some Message, from receiver: Identity, name: String, type: String,
        as actor: Actor?, within patience: Duration
    ) async throws -> [UInt8] {
        let topic = Topic.query(to: receiver, name: name, from: identity)
        try requireGrant(of: topic, type: type)
        if let advice = foreignAdvice(on: receiver) { throw ClientError.refused(advice) }
        // A question changes nothing: it need not wait for a heartbeat, its answer is a surer sign.
        let envelope = try request(
            to: topic, type: type,
            dataClass: Swift.type(of: query).dataClass, subject: nil,
            body: try JSONText.encode(query), as: actor, within: patience)
        guard case .message(let view) = try await reply(of: receiver, to: envelope) else {
            throw WireError.badData(type: type)
        }
        return Array(view.raw.data)
    }

    /// Asks for a view where the rest goes on without it: `nil` if nobody answered.
    ///
    /// - Parameter withheld: gets, by whom was asked, why the person may not see it.
    package mutating func glimpse<Asked: Query>(
        _ query: Asked, within patience: Duration = Self.patience,
        withheld: inout [Identity: Advice]
    ) async -> Asked.View? {
        do { return try await ask(query, within: patience) } catch ClientError.refused(let advice) {
            withheld[Asked.receiver] = advice
        } catch {}
        return nil
    }

    /// What can be seen now of a view in pages; why not, where it is withheld.
    package mutating func glimpse<Asked: PagedQuery>(
        _ query: Asked, within patience: Duration = Self.patience,
        withheld: inout [Identity: Advice]
    ) async -> [Asked.Item]? {
        do { return try await ask(query, within: patience) } catch ClientError.refused(let advice) {
            withheld[Asked.receiver] = advice
        } catch {}
        return nil
    }

    /// What a query was answered with; a refusal is thrown.
    package mutating func reply(of receiver: Identity, to question: Envelope) async throws
        -> Frame.Contents
    {
        let found = try await answers(to: [question], onceHeard: receiver)
        guard let contents = found[question.id] else { throw ClientError.noAnswer(receiver) }
        if case .message(let reply) = contents, reply.attributes.type == QueryRefusal.type {
            let refusal = try JSONText.decode(QueryRefusal.self, from: reply.raw.data)
            throw ClientError.refused(refusal.refusal)
        }
        return contents
    }

    /// Sends requests until each is answered or past its deadline.
    ///
    /// - Parameter receiver: who has to be heard soon, or nothing more is waited for.
    private mutating func answers(
        to requests: [Envelope], onceHeard receiver: Identity? = nil
    ) async throws -> [MessageID: Frame.Contents] {
        var answers: [MessageID: Frame.Contents] = [:]
        let begun = ContinuousClock.now
        var isThere = receiver.map { isHeard($0) } ?? true
        // Nobody waits any more for what is open at the end.
        defer { _ = book.tick(now: Timestamp(milliseconds: .max)) }
        for request in requests { try await perform(try book.add(request, now: WallClock.now)) }
        while let next = book.nextTick {
            let wait = max(.milliseconds(1), min(.milliseconds(250), next - WallClock.now))
            guard let batch = await receive(waitingAtMost: wait) else { break }
            for contents in batch {
                guard let reply = contents.single, isOwn(reply),
                    let request = book.settle(by: reply)
                else { continue }
                answers[request.id] = contents
            }
            if let receiver, !isThere {
                if let advice = foreignAdvice(on: receiver) { throw ClientError.refused(advice) }
                isThere = isHeard(receiver)
                guard isThere || ContinuousClock.now - begun < Self.silence else { break }
            }
            try await perform(book.tick(now: WallClock.now))
        }
        return answers
    }

    private func perform(_ actions: [RequestBook.Action]) async throws {
        for case .send(let envelope) in actions { try await publish(envelope) }
    }
}
