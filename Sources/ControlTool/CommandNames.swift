internal import ArgumentParser
internal import Messages
internal import ServiceKit

/// The names of the tool's commands, for whoever misspelt one.
enum CommandNames {
    /// What to say to arguments of which one should be a command and is none; `nil` where each
    /// is one.
    static func misspelt(in arguments: [String]) -> Advice? {
        var path = ["cairn"]
        var command: any ParsableCommand.Type = CairnCommand.self
        for word in arguments {
            let names = names(below: command)
            guard !names.isEmpty, !word.hasPrefix("-") else { return nil }
            if let next = names.first(where: { $0.name == word }) {
                command = next.command
                path.append(word)
                continue
            }
            guard word != "help" else { return nil }
            return advice(word, after: path.joined(separator: " "), names.map(\.name))
        }
        return nil
    }

    private static func advice(_ word: String, after path: String, _ names: [String]) -> Advice {
        let near = NearMiss.of(word, in: names).map { "Did you mean `\(path) \($0)`? " } ?? ""
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
