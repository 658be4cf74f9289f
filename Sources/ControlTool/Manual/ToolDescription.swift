internal import ArgumentParser
internal import Messages

/// A command as it declares itself: what manuals are made of.
struct CommandDescription: Decodable {
    /// An argument, option or flag.
    struct Argument: Decodable, Hashable {
        /// How it is called.
        struct Name: Decodable, Hashable {
            var kind: String
            var name: String

            var text: String { (kind == "long" ? "--" : "-") + name }
        }

        var kind: String
        var shouldDisplay: Bool
        var isOptional: Bool
        var isRepeating: Bool
        var preferredName: Name?
        var names: [Name]?
        var valueName: String?
        var defaultValue: String?
        var abstract: String?
        var discussion: String?

        /// Its value as a word that stands for one.
        var placeholder: String { (valueName ?? "").uppercased() }

        /// How it is typed: `STREAM`, `--from NUMBER`, `--json`.
        var form: String {
            let name = preferredName?.text ?? ""
            return switch kind {
            case "positional": placeholder + (isRepeating ? "..." : "")
            case "flag": name
            default: "\(name) \(placeholder)"
            }
        }

        /// The same, with all its names.
        var fullForm: String {
            guard kind != "positional", let names, names.count > 1 else { return form }
            return names.map(\.text).joined(separator: ", ")
                + (kind == "flag" ? "" : " \(placeholder)")
        }

        /// What it is, and what it is where it is left out.
        var meaning: String {
            var text = [abstract, discussion].compactMap(\.self).joined(separator: " ")
            if let defaultValue, kind != "flag", !text.contains("default:") {
                let stem = text.hasSuffix(".") ? String(text.dropLast()) : text
                text = "\(stem) (default: \(defaultValue))."
            }
            return text
        }
    }

    var superCommands: [String]?
    var commandName: String
    var abstract: String?
    var discussion: String?
    var defaultSubcommand: String?
    var subcommands: [CommandDescription]?
    var arguments: [Argument]?

    /// What is typed to give it.
    var path: String { ((superCommands ?? []) + [commandName]).joined(separator: " ") }

    /// What it takes besides the options that many commands take.
    var own: [Argument] { taken.filter { !CommandDescription.common.contains($0) } }

    /// Which of those it takes.
    var shared: [Argument] { taken.filter(CommandDescription.common.contains) }

    private var taken: [Argument] {
        (arguments ?? []).filter {
            $0.shouldDisplay && !["help", "version"].contains($0.preferredName?.name)
        }
    }

    /// How it is typed, with what is its own.
    var usage: String {
        let forms = own.map { $0.isOptional ? "[\($0.form)]" : $0.form }
        return ([path] + forms).joined(separator: " ")
    }

    /// The options that many commands take.
    static let common: [Argument] = {
        let taken = (try? read(LookOptions._dumpHelp()))?.arguments ?? []
        return taken.filter { $0.preferredName?.name != "help" }
    }()

    /// All commands, in the groups in which the help shows them.
    static func groups() throws -> [(title: String, commands: [CommandDescription])] {
        let all = try read(CairnCommand._dumpHelp()).subcommands ?? []
        return CairnCommand.configuration.groupedSubcommands.map { group in
            let names = group.subcommands.map { $0.configuration.commandName }
            return (group.name, names.compactMap { name in all.first { $0.commandName == name } })
        }
    }

    private static func read(_ text: String) throws -> CommandDescription {
        struct Tool: Decodable { var command: CommandDescription }
        return try JSONText.decode(Tool.self, from: Array(text.utf8)).command
    }
}
