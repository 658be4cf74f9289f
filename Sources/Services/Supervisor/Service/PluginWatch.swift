internal import ClinicFiles
internal import Messages
internal import Platform
internal import Supervisor
internal import SupervisorCore
internal import Synchronization

/// What the clinic's description names, as it is in force, and the plugins in its folder.
final class PluginWatch: Sendable {
    private struct State {
        var programs: Programs
        var complaints: Set<String> = []
    }

    private let mode: ClinicMode
    private let state: Mutex<State>
    /// Those that a person approved, and what lies in the folder.
    let therapies: TherapyWatch

    /// - Parameter holdsAll: whether the clinic is started without plugins.
    init(programs: Programs, mode: ClinicMode, holdsAll: Bool = false) {
        self.mode = mode
        therapies = TherapyWatch(mode: mode, holdsAll: holdsAll)
        state = Mutex(State(programs: programs))
    }

    /// What the clinic's description names, as it is in force.
    var programs: Programs { state.withLock { $0.programs } }

    /// Judges plugins by another description from now on.
    func work(by clinic: Clinic) { state.withLock { $0.programs.clinic = clinic } }

    /// What a plugin is to be started as now; `nil` for what is none.
    ///
    /// - Throws: what a person has to mend first.
    @Sendable func specification(of name: Identity) throws -> ProcessSpecification? {
        let programs = programs
        return programs.isBuiltIn(name)
            ? nil : try therapies.specification(of: name, by: programs)
    }

    /// Takes in what has changed in the folder and in the record since the last look.
    ///
    /// - Returns: what is to be recorded.
    func look(at control: ProcessControl, _ core: ProcessRegister) async -> [any Event] {
        let (events, faults) = await therapies.look(at: control, core, by: programs)
        say(faults)
        return events
    }

    /// Writes down who may join, with the plugins that are approved now.
    func prepareKeys() throws {
        let programs = programs
        try KeyFolder(of: programs.folder).prepare(clinic: programs.clinic, mode: mode)
    }

    /// Says what is wrong, once for as long as it is: a plugin's author looks at this log.
    private func say(_ faults: [Advice]) {
        let fresh = state.withLock { state in
            let texts = faults.map(\.description)
            defer { state.complaints = Set(texts) }
            return texts.filter { !state.complaints.contains($0) }
        }
        for text in fresh {
            StandardStreams.complain("cairn-supervisor: \(text)\n")
        }
    }
}
