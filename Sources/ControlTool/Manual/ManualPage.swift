/// The manual page of the tool, as `man` reads it.
struct ManualPage {
    private(set) var lines: [String] = []

    init() throws {
        lines = [".TH CAIRN 1 \"\" Cairn Cairn", ".nh", ".ad l"]
        section("NAME")
        lines.append("cairn \\- \(ManualPage.escaped(ManualPage.summary))")
        section("SYNOPSIS")
        lines.append("\\fBcairn\\fR \\fICOMMAND\\fR [\\fIOPTION\\fR]...")
        section("DESCRIPTION")
        prose(CairnCommand.introduction)
        section("COMMON OPTIONS")
        lines.append("Most commands take some of these. The usage of each command leaves them out.")
        for argument in CommandDescription.common { add(argument) }
        for (title, commands) in try CommandDescription.groups() {
            section(title.uppercased())
            for command in commands { add(command) }
        }
        section("EXIT STATUS")
        for ending in ExitReason.allCases { item("\(ending.code)", ending.meaning + ".") }
        section("ENVIRONMENT")
        item("CAIRN_CLINIC", "The clinic's folder.")
        item("CAIRN_AS, CAIRN_ROLE", "Who acts, and in which role.")
        item("CAIRN_EXAMPLE", "The clinic.yaml that `cairn init` begins with.")
        item("NO_COLOR", "Set, nothing is coloured.")
    }

    private static let summary = "sets up, runs, watches and commands a clinic"

    private mutating func add(_ command: CommandDescription, isDefault: Bool = false) {
        let usage = command.subcommands == nil ? command.usage : "\(command.path) COMMAND"
        lines.append(".SS \"\(ManualPage.escaped(usage).replacing("\"", with: "\\(dq"))\"")
        prose(
            (command.abstract ?? "") + (isDefault ? " This is what the group does by itself." : ""))
        prose(command.discussion ?? "")
        for argument in command.own { add(argument) }
        for child in command.subcommands ?? [] {
            add(child, isDefault: child.commandName == command.defaultSubcommand)
        }
    }

    private mutating func add(_ argument: CommandDescription.Argument) {
        item(argument.fullForm, argument.meaning)
    }

    private mutating func section(_ title: String) { lines.append(".SH \(title)") }

    private mutating func item(_ term: String, _ text: String) {
        lines += [".TP", "\\fB\(ManualPage.escaped(term))\\fR"]
        lines.append(ManualPage.line(text))
    }

    private mutating func prose(_ text: String) {
        for paragraph in Prose.paragraphs(of: text) {
            guard paragraph.hasPrefix("    ") else {
                lines += [".PP", ManualPage.line(paragraph)]
                continue
            }
            let code = paragraph.split(separator: "\n").map {
                ManualPage.line(String($0.dropFirst(4)))
            }
            lines += [".RS", ".nf"] + code + [".fi", ".RE"]
        }
    }

    /// A text with its pieces of code in bold, as one line that begins with no request.
    private static func line(_ text: String) -> String {
        let parts = text.split(separator: "`", omittingEmptySubsequences: false)
        let shown = parts.enumerated().map { index, part in
            index % 2 == 1 ? "\\fB\(escaped(String(part)))\\fR" : escaped(String(part))
        }.joined()
        return shown.hasPrefix(".") || shown.hasPrefix("'") ? "\\&\(shown)" : shown
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\e").replacing("-", with: "\\-")
    }
}
