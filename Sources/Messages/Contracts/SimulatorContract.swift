/// Invented clients and staff, in a rehearsal.
public enum SimulatorContract: ServiceContract {
    public static let service: Identity = .simulator
    /// All that clinical services and plugins publish but what identifies clients, and when an hour
    /// is: a simulated person reads no more than a real one.
    public static let reads: [any Event.Type] =
        [
            HourBegan.self, ProcessStopped.self, ProcessGivenUp.self, ProcessReady.self,
            PluginWithdrawn.self, PluginFormApproved.self, PluginApproved.self, PluginDisabled.self,
            PluginRemoved.self,
        ]
        + MessageCatalog.contracts.filter { $0.isCorrectable }.flatMap { $0.publishes }
        .filter { $0.dataClass != .identifying }
        + MessageCatalog.pluginEvents + MessageCatalog.dutyEvents + [EnteredInError.self]
    /// It acts for each person that it invents.
    public static var permission: Permission {
        Permission(reads: MessageCatalog.grants(reading: reads), sends: [.all], asks: [.all])
    }
}
