internal import ArgumentParser
internal import ServiceKit

/// The tool as a whole: its subcommands, and what its exit codes mean.
struct CairnCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cairn", abstract: "Sets up, runs, watches and commands a clinic.",
        discussion: """
            Most commands take `--clinic FOLDER`; without it they use CAIRN_CLINIC, or the current \
            folder if it is a clinic. What a person does is done in a name: `--as STAFF --role \
            ROLE`, or CAIRN_AS and CAIRN_ROLE. Health data is masked; `--reveal REASON` shows it, \
            and that it was shown is itself recorded.

            EXIT CODES
              0   done
              1   something is wrong: a process that is not ready, an alert that is late, a
                  clock that waits for a person
              64  wrong usage
              65  refused; the problem and the remedy are printed
              69  somebody who is needed does not run; nothing was recorded
              75  no answer in time: it may or may not have taken effect
              77  a supervisor runs this clinic already
              78  the clinic's folder or configuration is wrong, a key is
                  missing or refused, or this is for rehearsals
                  and it is a live clinic
            """,
        version: CairnVersion.text,
        groupedSubcommands: [
            CommandGroup(
                name: "Set up and run",
                subcommands: [
                    InitCommand.self, CheckCommand.self, UpCommand.self, DownCommand.self,
                    StartCommand.self, StopCommand.self, RestartCommand.self, ReloadCommand.self,
                    AdvanceClockCommand.self,
                    ClockCommand.self, KeysCommand.self, ParkedCommand.self, BackupCommand.self,
                    RestoreCommand.self,
                    VersionCommand.self,
                ]),
            CommandGroup(
                name: "Watch",
                subcommands: [
                    StatusCommand.self, TapCommand.self, HistoryCommand.self, LogsCommand.self,
                    ExportCommand.self, JournalCommand.self,
                ]),
            CommandGroup(
                name: "Work",
                subcommands: [
                    WeekCommand.self, AlertsCommand.self, ClientCommand.self, SendCommand.self,
                    AskCommand.self, SchemaCommand.self,
                ]),
        ])
}
