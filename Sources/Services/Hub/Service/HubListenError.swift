internal import Messages

/// What was given as `--listen` is no address.
struct HubListenError: Remediable, Equatable {
    var advice: Advice {
        Advice(
            "What --listen gives is not tcp://HOST:PORT.",
            remedy: "Give an address of this computer and a port up to 65000, such as"
                + " tcp://10.0.0.5:7400.")
    }
}
