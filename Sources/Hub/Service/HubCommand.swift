internal import ArgumentParser
internal import Bus
internal import Glibc
internal import Messages
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
            that it is ready through NOTIFY_SOCKET, as systemd expects.

            Exit codes: 0 stopped on request; 1 failed while forwarding; 64 wrong usage; \
            78 cannot begin (bad address or folder, or another hub runs), so do not restart it.
            """)

    @Option(help: "The clinic's folder.")
    var clinic: String

    @Option(help: "Where publishers connect. (default: ipc://<clinic>/run/hub-in.sock)")
    var incoming: String?

    @Option(help: "Where subscribers connect. (default: ipc://<clinic>/run/hub-out.sock)")
    var outgoing: String?

    func run() async throws {
        let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
        let notification = SystemNotification()
        let folder: RunFolder
        let forwarder: Forwarder
        do {
            folder = try RunFolder(clinic: clinic)
            let standard = try HubEndpoints(clinicFolder: folder.clinic)
            forwarder = try await Forwarder.start(
                endpoints: HubEndpoints(
                    incoming: incoming ?? standard.incoming,
                    outgoing: outgoing ?? standard.outgoing),
                observer: HubVoice(clinic: folder.clinicName, notification: notification))
        } catch {
            throw complaint(error, exit: ServiceKit.ExitCode.configuration)
        }
        notification.ready()
        let listener = Task {
            for await _ in signals { forwarder.stop() }
        }
        do {
            try await forwarder.waitUntilStopped()
        } catch {
            throw complaint(error, exit: ServiceKit.ExitCode.failure)
        }
        listener.cancel()
        withExtendedLifetime(folder) {}
    }

    private func complaint(_ error: any Error, exit code: Int32) -> ArgumentParser.ExitCode {
        let line = Array("cairn-hub: \(error)\n".utf8)
        _ = write(STDERR_FILENO, line, line.count)
        return ArgumentParser.ExitCode(code)
    }
}
