package import Messages
package import SupervisorCore

/// One process that the supervisor runs.
package struct ProcessSpecification: Hashable, Sendable {
    /// Names its log, its socket and its row in every table.
    package var name: Identity
    /// A path; a name without a slash is looked up in `PATH`.
    package var executable: String
    package var arguments: [String]
    /// Added to the supervisor's own environment.
    package var environment: [String: String]
    package var workingDirectory: String?
    /// What has to be ready before it starts. What does not run here holds nothing up.
    package var dependencies: Set<Identity>
    package var readiness: ReadinessRule
    /// The longest silence of a ready process, in milliseconds; `nil` to not watch.
    package var watchdog: Int64?
    package var policy: RestartPolicy

    package init(
        name: Identity, executable: String, arguments: [String] = [],
        environment: [String: String] = [:], workingDirectory: String? = nil,
        dependencies: Set<Identity> = [], readiness: ReadinessRule = .whenNotified(within: 60_000),
        watchdog: Int64? = nil, policy: RestartPolicy = RestartPolicy()
    ) {
        self.name = name
        self.executable = executable
        self.arguments = arguments
        self.environment = environment
        self.workingDirectory = workingDirectory
        self.dependencies = dependencies
        self.readiness = readiness
        self.watchdog = watchdog
        self.policy = policy
    }
}
