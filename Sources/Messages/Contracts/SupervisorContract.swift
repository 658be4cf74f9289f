/// Which processes run, and the clinic's clock.
public enum SupervisorContract: ServiceContract {
    public static let service: Identity = .supervisor
    public static let publishes: [any Event.Type] = [
        HourBegan.self, DayBegan.self, ProcessStarted.self, ProcessReady.self,
        ProcessStopped.self, ProcessAbsent.self, ProcessGivenUp.self, OperatorWished.self,
        PluginAdmitted.self, PluginWithdrawn.self, DescriptionTaken.self, HealthDataRevealed.self,
        ClockJumpConfirmed.self, PluginFound.self, PluginFormApproved.self, PluginApproved.self,
        PluginDisabled.self, PluginRemoved.self, PluginCaughtUp.self, PluginRolledBack.self,
    ]
    public static let decides: [any Command.Type] = [
        StartProcess.self, StopProcess.self, RestartProcess.self, AdvanceClock.self,
        ConfirmClock.self, ReloadDescription.self, RecordReveal.self, ApprovePlugin.self,
        DisablePlugin.self, RemovePlugin.self,
    ]
    public static let answers: [any Query.Type] = [
        Processes.self, ClockView.self, Plugins.self,
    ]
}
