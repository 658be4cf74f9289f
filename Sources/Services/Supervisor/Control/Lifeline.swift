internal import ClinicFiles
internal import Subprocess
internal import SystemPackage

/// How this executable runs itself as a ``Guardian``.
package struct GuardianCommand: Hashable, Sendable {
    package var executable: String
    package var arguments: [String]

    /// - Parameter arguments: they must lead to ``Guardian/keepWatch()`` for the same clinic; the
    ///   supervisor adds `--clinic PATH --incarnation TEXT`.
    package init(executable: String, arguments: [String]) {
        self.executable = executable
        self.arguments = arguments
    }
}

/// Keeps a ``Guardian`` beside the supervisor, and the end of the pipe that tells it to wait.
actor Lifeline {
    private let command: GuardianCommand
    private let clinic: ClinicFolder
    private let incarnation: String
    private var held: FileDescriptor?
    private var isReleased = false

    init(_ command: GuardianCommand, clinic: ClinicFolder, incarnation: String) {
        self.command = command
        self.clinic = clinic
        self.incarnation = incarnation
    }

    /// Starts a guardian and returns once it runs; if it dies, another takes its place.
    func hold() async throws {
        let started = AsyncStream<Bool>.makeStream(bufferingPolicy: .bufferingOldest(1))
        Task {
            while !isReleased {
                await keepOne { started.continuation.yield(true) }
                started.continuation.yield(false)
                // A second between tries bounds the load if none can be started.
                if !isReleased { try? await Task.sleep(for: .seconds(1)) }
            }
        }
        for await isRunning in started.stream {
            if isRunning { return }
            isReleased = true
            throw SupervisionError.noGuardian(command.executable)
        }
    }

    /// Lets the guardian end.
    func release() {
        isReleased = true
        try? held?.close()
        held = nil
    }

    /// Runs one guardian to its end.
    private func keepOne(started: @Sendable () -> Void) async {
        guard let pipe = try? Pipe() else { return }
        held = pipe.writeEnd
        var options = PlatformOptions()
        // Its own session: what stops the supervisor's terminal or group must not stop it.
        options.createSession = true
        _ = try? await Subprocess.run(
            .path(FilePath(command.executable)),
            arguments: Arguments(
                command.arguments + ["--clinic", clinic.path, "--incarnation", incarnation]),
            environment: .custom([:] as [Environment.Key: String]), platformOptions: options,
            input: .fileDescriptor(pipe.readEnd, closeAfterSpawningProcess: true),
            output: .discarded, error: .discarded
        ) { _ in started() }
        // Already closed if it was released.
        guard held == pipe.writeEnd else { return }
        try? pipe.writeEnd.close()
        held = nil
    }
}
