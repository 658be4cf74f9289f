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
    /// What has to be ready before it starts. What does not run here holds nothing up.
    package var dependencies: Set<Identity>
    package var readiness: ReadinessRule
    /// The longest silence of a ready process; `nil` to not watch.
    package var watchdog: Duration?
    package var policy: RestartPolicy

    package init(
        name: Identity, executable: String, arguments: [String] = [],
        environment: [String: String] = [:], dependencies: Set<Identity> = [],
        readiness: ReadinessRule = .whenNotified(within: .seconds(60)),
        watchdog: Duration? = nil, policy: RestartPolicy = RestartPolicy()
    ) {
        self.name = name
        self.executable = executable
        self.arguments = arguments
        self.environment = environment
        self.dependencies = dependencies
        self.readiness = readiness
        self.watchdog = watchdog
        self.policy = policy
    }
}
