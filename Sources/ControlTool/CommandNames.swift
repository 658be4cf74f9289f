internal import ArgumentParser
internal import ClinicFiles
internal import Messages

/// The names of the tool's commands, for whoever misspelt one.
enum CommandNames {
    /// What to say to arguments of which one should be a command and is none; `nil` where each
    /// is one.
    static func misspelt(in arguments: [String]) -> Advice? {
        let asksForHelp = arguments.first == "help"
        var path = ["cairn"]
        var command: any ParsableCommand.Type = CairnCommand.self
        for word in arguments.dropFirst(asksForHelp ? 1 : 0) {
            let names = names(below: command)
            guard !names.isEmpty else { return nil }
            if word.hasPrefix("-") {
                // Below a group its first command takes options, and the parser names the near one.
                guard path.count == 1, !asksForHelp else { return nil }
                return misplaced(word)
            }
            if let next = names.first(where: { $0.name == word }) {
                command = next.command
                path.append(word)
                continue
            }
            if word == "help" {
                let group = path.dropFirst().joined(separator: " ")
                return Advice(
                    "There is no command `cairn \(group) help`.",
                    remedy: "Give `cairn help \(group)`.")
            }
            let asked = asksForHelp ? ["cairn", "help"] + path.dropFirst() : path
            return advice(
                word, after: path.joined(separator: " "), asked: asked.joined(separator: " "),
                names.map(\.name))
        }
        return nil
    }

    /// An option that stands before the command: the tool by itself has hardly any.
    private static func misplaced(_ word: String) -> Advice? {
        let option = String(word.prefix { $0 != "=" })
        let own = ["--help", "--version"]
        guard !own.contains(option), option != "-h", Identity(option.drops("-")) != nil else {
            return nil
        }
        return Advice(
            "There is no option \(option) before a command.",
            remedy: NearMiss.question(option, in: own)
                + "What a command takes stands behind it: `cairn status --clinic FOLDER`.")
    }

    private static func advice(
        _ word: String, after path: String, asked: String, _ names: [String]
    ) -> Advice {
        let near = NearMiss.of(word, in: names).map { "Did you mean `\(asked) \($0)`? " } ?? ""
        // What could be no name is not printed: it may be anything, as from a script gone wrong.
        let what = Identity(word) == nil ? "of that name" : "`\(path) \(word)`"
        return Advice("There is no command \(what).", remedy: "\(near)See `\(path) --help`.")
    }

    private static func names(below command: any ParsableCommand.Type) -> [(
        name: String, command: any ParsableCommand.Type
    )] {
        command.configuration.subcommands.compactMap { child in
            child.configuration.commandName.map { ($0, child) }
        }
    }
}

extension String {
    /// Without its first characters, as far as they are this one.
    fileprivate func drops(_ character: Character) -> String { String(drop { $0 == character }) }
}
