package import ArgumentParser
package import ClinicFiles
internal import Messages

/// What each Cairn process is told when it is started.
package struct ServiceOptions: ParsableArguments {
    @Option(name: .long, help: "The clinic's folder.")
    package var clinic: String

    @Option(name: .long, help: "How log lines look: human or json.")
    package var logFormat: LogFormat = .human

    package init() {}

    /// What every service's `--help` says beyond its own sentence.
    package static let discussion = """
        The process needs the clinic's folder and nothing else; it may run under the supervisor,
        under systemd or by hand. It tells that it is ready through NOTIFY_SOCKET, and stops on
        SIGTERM after what it has begun is recorded.

        Exit codes: 0 stopped as asked; 1 failed, and may be started again; 64 wrong usage;
        77 another process of this name runs; 78 the clinic's folder or configuration is wrong.
        """

    /// The clinic's folder, whether or not it is there.
    package var folder: ClinicFolder { ClinicFolder(path: clinic) }
}

/// How log lines look.
package enum LogFormat: String, ExpressibleByArgument, Sendable { case human, json }
