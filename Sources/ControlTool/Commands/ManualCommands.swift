internal import ArgumentParser

/// Prints the manual page.
struct ManCommand: LocalWork {
    static let configuration = CommandConfiguration(
        commandName: "man", abstract: "Print the manual page of all commands.",
        discussion: """
            To read it: `cairn man | man -l -`. To have it in its place, write it to a file \
            `man1/cairn.1` in a folder of `manpath`.
            """)

    func work() throws -> Output { try Output(ManualPage().lines) }
}

/// Prints what a shell needs to complete commands.
struct CompletionsCommand: LocalWork {
    static let configuration = CommandConfiguration(
        commandName: "completions", abstract: "Print what a shell needs to complete commands.",
        discussion: """
            For bash: `source <(cairn completions bash)`, or write it to \
            ~/.local/share/bash-completion/completions/cairn. For zsh: write it to a file _cairn in \
            a folder of `fpath`. For fish: write it to ~/.config/fish/completions/cairn.fish.
            """)

    @Argument(
        help: "bash, zsh or fish.", completion: .list(ArgumentParsing.shells),
        transform: ArgumentParsing.shell)
    var shell: CompletionShell

    func work() -> Output { Output(CairnCommand.completionScript(for: shell)) }
}
