internal import ArgumentParser
internal import Bus
internal import ClinicFiles
internal import Glibc
internal import Messages
internal import Platform
internal import ServiceKit
internal import UnixSignals

/// The process `cairn-hub`: one for each clinic, in the middle of everything else.
@main
struct HubCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cairn-hub",
        abstract: "Forwards all messages of one clinic.",
        discussion: """
            It keeps nothing and may be restarted at any time; no other process need be. It tells \
            that it is ready through NOTIFY_SOCKET, as systemd expects. Who may join, and what \
            each may do, is in keys/access.json; when that changes, the hub opens its doors anew.

            Exit codes: 0 stopped on request; 1 failed while forwarding; 64 wrong usage; \
            78 cannot begin (bad address or folder, or another hub runs), so do not restart it.
            """)

    @Option(help: "The clinic's folder.")
    var clinic: String

    @Option(
        help: ArgumentHelp(
            "Also open the doors on TCP, from this port on.",
            discussion: "tcp://HOST:PORT. Each identity has a port of its own behind that one."))
    var listen: String?

    func run() async throws {
        StandardStreams.secure()
        let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
        let stop = StopFlag()
        let listener = Task {
            for await _ in signals { stop.request() }
        }
        let notification = SystemNotification()
        let folder: RunFolder
        do {
            try ClinicFolder(path: clinic).requireOwner()
            folder = try RunFolder(clinic: clinic)
        } catch {
            throw complaint(error, exit: Messages.ExitCode.configuration)
        }
        let keys = KeyFolder(of: ClinicFolder(path: folder.clinic))
        var isReady = false
        while !stop.isRequested {
            let forwarder: Forwarder
            let version = FileStamp(at: keys.accessFile, isTrusting: true)
            do {
                forwarder = try await start(in: folder, keys: keys, notification: notification)
            } catch {
                throw complaint(error, exit: Messages.ExitCode.configuration)
            }
            if !isReady { notification.ready() }
            isReady = true
            stop.stops(forwarder)
            let watch = Task { await closeDoors(of: forwarder, when: keys, isNoLonger: version) }
            do { try await forwarder.waitUntilStopped() } catch {
                throw complaint(error, exit: Messages.ExitCode.failure)
            }
            watch.cancel()
        }
        listener.cancel()
        withExtendedLifetime(folder) {}
    }

    private func start(
        in folder: RunFolder, keys: KeyFolder, notification: SystemNotification
    ) async throws -> Forwarder {
        var addresses = [HubAddress(clinicFolder: folder.clinic)]
        try addresses[0].check(.hub)
        if let listen {
            guard let address = HubAddress(tcp: listen) else { throw HubListenError() }
            addresses.append(address)
        }
        let access = try keys.existingAccessList()
        try SystemLimits.makeRoom(
            forFiles: SystemLimits.filesOfHub(
                identities: access.peers.count, addresses: addresses.count))
        let doors = HubDoors(
            addresses: addresses, identities: access.peers.map { ($0.identity, $0.slot) },
            secretKey: try keys.hubKeys().secretKey)
        let policy = HubPolicy(
            access: access, clinic: folder.clinicName, notification: notification)
        return try await Forwarder.start(doors: doors, policy: policy)
    }

    /// Ends the forwarding once the list of who may join was written anew.
    ///
    /// A peer that may stay comes back by itself and asks for what it missed; any other is out.
    private func closeDoors(
        of forwarder: Forwarder, when keys: KeyFolder, isNoLonger version: FileStamp?
    ) async {
        while (try? await Task.sleep(for: .milliseconds(500))) != nil {
            // A new mode, or a link that a backup makes, is no reason to turn everybody out.
            let now = FileStamp(at: keys.accessFile, isTrusting: true)
            guard now != version else { continue }
            // A list that is gone or cannot be read opens no door and closes none.
            guard (try? keys.existingAccessList()) != nil, (try? keys.hubKeys()) != nil else {
                continue
            }
            return forwarder.stop()
        }
    }

    private func complaint(_ error: any Error, exit code: Int32) -> ArgumentParser.ExitCode {
        StandardStreams.complain("cairn-hub: \(error)\n")
        return ArgumentParser.ExitCode(code)
    }
}
