import Foundation
import TestKit
import Testing

@testable import ClinicClient
@testable import cairn

@Suite("The manual, as the commands declare themselves")
struct ManualTests {
    @Test("The page of the commands is the one that they declare")
    func page() throws {
        let path = "docs/operating/cli.md"
        let now = try String(contentsOf: Golden.root().appending(path: path), encoding: .utf8)
        #expect(now.contains(CommandPage.mark))
        let text = try CommandPage.text(below: now)
        let difference = try Golden.difference(text, path: path)
        #expect(difference == nil, "\(difference?.expected ?? "")\n---\n\(difference?.made ?? "")")
    }

    @Test("Every command has its place in the page, and says what it is for")
    func whole() throws {
        let text = try CommandPage.text(below: "")
        var count = 0
        func look(at command: CommandDescription) {
            count += 1
            #expect(text.contains("# \(command.path)\n"), "\(command.path)")
            #expect(command.abstract?.hasSuffix(".") == true, "\(command.path)")
            for argument in command.own {
                #expect(!argument.meaning.isEmpty, "\(command.path) \(argument.form)")
            }
            command.subcommands?.forEach(look)
        }
        for group in try CommandDescription.groups() { group.commands.forEach(look) }
        #expect(count > 40)
    }

    @Test("The manual page has every command, option and exit code, and no line that is a slip")
    func roff() throws {
        let lines = try ManualPage().lines
        let text = lines.joined(separator: "\n")
        for group in try CommandDescription.groups() {
            for command in group.commands {
                #expect(text.contains(command.path.replacing("-", with: "\\-")), "\(command.path)")
            }
        }
        for ending in ExitReason.allCases { #expect(text.contains("\\fB\(ending.code)\\fR")) }
        let requests: Set = [
            ".TH", ".SH", ".SS", ".TP", ".PP", ".RS", ".RE", ".nf", ".fi", ".nh", ".ad",
        ]
        for line in lines where line.hasPrefix(".") {
            #expect(requests.contains(String(line.prefix { $0 != " " })), "\(line)")
        }
    }

    @Test("What is broken into lines loses no word, and no piece of code is broken")
    func prose() {
        let text = "One two `cairn up --wait 5` three four."
        let lines = Prose.lines(of: text, width: 12, indent: "  ")
        #expect(lines == ["One two", "  `cairn up --wait 5`", "  three", "  four."])
        #expect(
            Prose.paragraphs(of: "a\nb\n\n    code\n    more\n\nc") == [
                "a b", "    code\n    more", "c",
            ])
    }

    @Test("The codes of the page of exit codes are those that the tool ends with")
    func codes() throws {
        let page = try String(
            contentsOf: Golden.root().appending(path: "docs/operating/exit-codes.md"),
            encoding: .utf8)
        let listed = page.matches(of: /\n\| (\d+) \|/).compactMap { Int32($0.output.1) }
        #expect(listed == ExitReason.allCases.map(\.code))
    }
}
