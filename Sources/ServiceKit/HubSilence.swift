internal import Bus
internal import Messages

/// Tells whoever runs a process that nothing comes from the hub: once, and then at growing distance.
///
/// Where the hub is elsewhere nobody else could tell: no supervisor watches, and status is asked
/// there.
struct HubSilence {
    /// What is to be told.
    enum Word: Equatable {
        case silent(Advice)
        case heardAgain
    }

    /// How long nothing may come: the hub speaks each second, and a dead wire is mended within six.
    static let patience: Duration = .seconds(10)
    /// The longest from one word to the next.
    static let longestDistance: Duration = .hours(1)
    /// What passes in one turn counts as this at most: a process that stood still heard nothing.
    private static let longestTurn: Duration = .seconds(1)

    private let credentials: PeerCredentials
    private var last: SteadyInstant
    private var silent: Duration = .zero
    private var nextWord = HubSilence.patience
    private var distance = HubSilence.patience

    init(_ credentials: PeerCredentials, at now: SteadyInstant) {
        (self.credentials, last) = (credentials, now)
    }

    /// Takes note of a turn.
    ///
    /// - Parameter hasCome: whether the bus brought anything.
    /// - Returns: what to tell now, if anything.
    mutating func note(hasCome: Bool, at now: SteadyInstant) -> Word? {
        defer { last = now }
        guard !hasCome else {
            let wasTold = nextWord > Self.patience
            (silent, nextWord, distance) = (.zero, Self.patience, Self.patience)
            return wasTold ? .heardAgain : nil
        }
        silent += min(max(.zero, now - last), Self.longestTurn)
        guard silent >= nextWord else { return nil }
        nextWord = silent + distance
        distance = min(distance + distance, Self.longestDistance)
        return .silent(advice)
    }

    private var advice: Advice {
        let address = credentials.address
        let doors = [
            address.incoming,
            address.outgoing(to: credentials.identity, slot: credentials.slot),
        ]
        let told =
            "Nothing comes from the hub at \(doors[0]), for \(silent.components.seconds) s now."
        let goesOn = " It is tried on; a restart is not needed."
        switch address {
        case .local:
            return Advice(
                told, remedy: "See `cairn status`; `cairn up` brings the clinic up." + goesOn)
        case .remote:
            return Advice(
                told,
                remedy:
                    "Look where the hub is: `cairn status`, and that clinic.yaml has this address"
                    + " under `listen`. From here both doors have to be open, \(doors[0]) and"
                    + " \(doors[1])." + goesOn)
        }
    }
}
