internal import Messages
internal import TherapyContract

/// How far a client is in a therapy, and what the therapy asked people to do for that client.
///
/// It grows with the contract, not with what happens again and again.
struct ClientCourse: Hashable, Sendable, Codable {
    /// The modules that the client has finished, with the day of the last time.
    private(set) var finished: [String: LocalDate] = [:]
    /// What is to be practised, by the practice's name.
    private(set) var practice: [String: AssignedPractice] = [:]
    /// What people were asked to do and have not done, by what it is about.
    private(set) var asks: [String: Ask] = [:]
    /// How those ended whose duty is not closed yet.
    private(set) var ends: [String: DutyEnd] = [:]

    mutating func finish(_ module: String, on day: LocalDate) { finished[module] = day }

    mutating func assign(_ event: PracticeAssigned) {
        practice[event.practice] = AssignedPractice(due: event.due)
    }

    mutating func report(_ event: PracticeReported) {
        practice[event.practice]?.isDone = event.isDone
    }

    /// A stay or the contact has ended: nothing is to be practised any more. What a module finished
    /// stays finished.
    mutating func endPractice() { practice = [:] }

    /// Takes an ask in; of one that is open already only a more urgent one changes anything.
    mutating func open(_ ask: Ask) {
        if let open = asks[ask.about], !ask.outranks(open) { return }
        asks[ask.about] = ask
        ends[ask.about] = nil
    }

    mutating func close(_ about: String, how: DutyEnd) {
        guard asks.removeValue(forKey: about) != nil else { return }
        ends[about] = how
    }

    /// A service has taken over what an event asks for: the duty is its own from now on.
    mutating func passOn(_ event: MessageID) {
        for (about, ask) in asks where ask.event == event { close(about, how: .notNeeded) }
    }

    /// Forgets how asks ended whose duties are closed.
    mutating func settle(_ open: some Sequence<OpenDuty>) {
        guard !ends.isEmpty else { return }
        let names = Set(open.map(\.about))
        ends = ends.filter { names.contains($0.key) }
    }
}

/// Something to practise.
struct AssignedPractice: Hashable, Sendable, Codable {
    /// The last day for it.
    var due: LocalDate
    /// What the client said of it last; `nil` before the first word.
    var isDone: Bool?
}
