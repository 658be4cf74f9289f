internal import Glibc
internal import Platform
package import TherapyContract

/// Who keeps each limit of a program on this machine, in words: the kernel, its host's watch, both,
/// or nobody.
package enum KeptLimits {
    /// - Parameters:
    ///   - isConfined: whether the program is shut in.
    ///   - groups: where control groups can be made.
    package static func words(
        for limits: PluginLimits, isConfined: Bool, groups: ControlGroups
    ) -> [String] {
        words(
            for: limits, isConfined: isConfined, controllers: groups.controllers,
            hasResourceLimits: Sandbox.keepsLimits, isRoot: geteuid() == 0)
    }

    /// - Parameters:
    ///   - hasResourceLimits: whether each process is limited by itself, by `prlimit`.
    ///   - isRoot: whose processes no resource limit counts.
    static func words(
        for limits: PluginLimits, isConfined: Bool, controllers: Set<ControlGroups.Controller>,
        hasResourceLimits: Bool, isRoot: Bool
    ) -> [String] {
        let processes = controllers.contains(.pids) || hasResourceLimits && !isRoot
        let own = hasResourceLimits ? "kernel" : "NOT KEPT"
        return [
            "memory \(limits.memoryMB) MB (\(watched(controllers.contains(.memory))))",
            "\(Sandbox.processLimit) processes (\(watched(processes)))",
            "\(Sandbox.fileLimit) open files (\(own))",
            // In the room there is no other place for files.
            "\(Sandbox.temporaryBytes >> 20) MB"
                + (isConfined ? " of files (kernel)" : " a file (\(own))"),
        ]
    }

    private static func watched(_ isByKernel: Bool) -> String {
        isByKernel ? "kernel and watched" : "watched"
    }
}
