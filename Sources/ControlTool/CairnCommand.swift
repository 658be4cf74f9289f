internal import ArgumentParser
internal import Messages

/// The tool as a whole: its subcommands, and what its exit codes mean.
struct CairnCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cairn", abstract: "Sets up, runs, watches and commands a clinic.",
        discussion: ([introduction, "EXIT CODES"] + codes).joined(separator: "\n"),
        version: CairnVersion.text,
        groupedSubcommands: [
            CommandGroup(
                name: "Set up and run",
                subcommands: [
                    InitCommand.self, CheckCommand.self, UpCommand.self, DownCommand.self,
                    StartCommand.self, StopCommand.self, RestartCommand.self, ReloadCommand.self,
                    AdvanceClockCommand.self,
                    ClockCommand.self, KeysCommand.self, PluginCommand.self, ParkedCommand.self,
                    BackupCommand.self,
                    RestoreCommand.self,
                    VersionCommand.self, ManCommand.self, CompletionsCommand.self,
                ]),
            CommandGroup(
                name: "Watch",
                subcommands: [
                    StatusCommand.self, TapCommand.self, HistoryCommand.self, LogsCommand.self,
                    ExportCommand.self, JournalCommand.self,
                ]),
            CommandGroup(
                name: "Your day",
                subcommands: [
                    TodayCommand.self, DutiesCommand.self, WeekCommand.self, AlertsCommand.self,
                    ConcernCommand.self, ContactCommand.self, AttendCommand.self, TestCommand.self,
                ]),
            CommandGroup(
                name: "Clients, from the referral on",
                subcommands: [
                    ClientCommand.self, IntakeCommand.self, FormCommand.self, FormsCommand.self,
                    RateCommand.self, ConsentCommand.self,
                    PlaceCommand.self, GateCommand.self, WaitCommand.self, PlanCommand.self,
                    MedicationCommand.self, CertificationCommand.self, PhaseCommand.self,
                    AppointmentCommand.self, CarePlanCommand.self, TherapyGroupCommand.self,
                    CorrectCommand.self,
                ]),
            CommandGroup(
                name: "Sessions and caseloads",
                subcommands: [
                    SessionCommand.self, StaffCommand.self, PairingCommand.self,
                    ReassignCommand.self,
                ]),
            CommandGroup(
                name: "Rules and messages",
                subcommands: [
                    AssessCommand.self, OverridesCommand.self, SendCommand.self, AskCommand.self,
                    SchemaCommand.self,
                ]),
        ])

    /// What holds for most commands.
    static let introduction = """
        Most commands take `--clinic FOLDER`; without it they use CAIRN_CLINIC, or the current \
        folder if it is a clinic. What a person does is done in a name: `--as STAFF --role \
        ROLE`, or CAIRN_AS and CAIRN_ROLE. Health data is masked; `--reveal REASON` shows it, \
        and that it was shown is itself recorded.

        """

    /// What each exit code means, in lines for the help.
    private static var codes: [String] {
        ExitReason.allCases.flatMap { ending in
            let code = "  \(ending.code)"
            let start = code + String(repeating: " ", count: 6 - code.count)
            return Prose.lines(of: ending.meaning, width: 72).enumerated().map { index, line in
                (index == 0 ? start : String(repeating: " ", count: 6)) + line
            }
        }
    }
}
