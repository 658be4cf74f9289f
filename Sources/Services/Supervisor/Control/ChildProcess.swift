internal import Glibc
internal import Subprocess
internal import SupervisorCore
internal import SystemPackage

/// Launches one process and waits for its end.
///
/// It leads a session and process group of its own, reads nothing, and inherits no descriptor but
/// its output (swift-subprocess closes all others).
struct ChildProcess: Sendable {
    let specification: ProcessSpecification
    /// Set in its environment beyond what the specification asks for; `nil` removes a variable.
    let additions: [String: String?]
    /// Both its outputs; closed here once it has them.
    let output: FileDescriptor

    /// Returns after the process ended.
    ///
    /// - Parameter started: called with its number, before its end can be reported.
    func run(started: (Int32) async -> Void) async -> Exit {
        var options = PlatformOptions()
        options.createSession = true
        do {
            let result = try await Subprocess.run(
                executable, arguments: Arguments(specification.arguments),
                environment: environment,
                platformOptions: options, input: .none,
                output: .fileDescriptor(output, closeAfterSpawningProcess: true),
                error: .combinedWithOutput
            ) { await started($0.processIdentifier.value) }
            return switch result.terminationStatus {
            case .exited(let code): .code(code)
            case .signaled(let number): .signal(number)
            }
        } catch let error as SubprocessError {
            let missing = error.code == .executableNotFound
            return .notLaunched(error.underlyingError?.rawValue ?? (missing ? ENOENT : EIO))
        } catch {
            return .notLaunched(EIO)
        }
    }

    private var executable: Executable {
        specification.executable.contains("/")
            ? .path(FilePath(specification.executable)) : .name(specification.executable)
    }

    private var environment: Environment {
        var changes: [Environment.Key: String?] = [:]
        for (name, value) in specification.environment {
            changes[Environment.Key(stringLiteral: name)] = .some(value)
        }
        for (name, value) in additions {
            changes.updateValue(value, forKey: Environment.Key(stringLiteral: name))
        }
        return .inherit.updating(changes)
    }
}
