import ArgumentParser
import Foundation
import TestKit
import Testing

@testable import ClinicClient
@testable import cairn

/// Commands that the documents and the tool's own remedies tell people to give.
@Suite("Commands as they are printed")
struct DocumentedCommandsTests {
    @Test("Each command in the documents is one that the tool takes")
    func documents() throws {
        let root = Golden.root()
        let folder = root.appending(path: "docs")
        let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap {
            $0 as? String
        }
        let files =
            (names ?? []).filter { $0.hasSuffix(".md") && !$0.hasPrefix("decisions/") }
            .map { folder.appending(path: $0) } + [root.appending(path: "README.md")]
        var count = 0
        for file in files {
            let text = try String(contentsOf: file, encoding: .utf8)
            for command in inline(in: text) + blocks(in: text) {
                count += 1
                try expectTaken(command, in: file.lastPathComponent)
            }
        }
        #expect(count > 60)
    }

    @Test("Each command in what the processes and the tool say is one that the tool takes")
    func remedies() throws {
        let sources = Golden.root().appending(path: "Sources")
        let names = FileManager.default.enumerator(atPath: sources.path)?.compactMap {
            $0 as? String
        }
        var count = 0
        for name in (names ?? []).sorted() where name.hasSuffix(".swift") {
            let text = try String(contentsOf: sources.appending(path: name), encoding: .utf8)
            // A literal that goes on in the next line is one text.
            let code = text.split(separator: "\n").filter { !$0.contains("///") }
                .joined(separator: "\n")
                .replacing(/"\s*\+\s*"/, with: "").replacing(/\\\n\s*/, with: "")
            for command in inline(in: code) {
                count += 1
                try expectTaken(command, in: name)
                // Each command of a service has a door with a name: nobody is told to type JSON.
                #expect(
                    !command.hasPrefix("send ") || command == "send --list"
                        || name.hasSuffix("SendCommand.swift"), "\(name): cairn \(command)")
            }
        }
        #expect(count > 40)
    }

    private func expectTaken(_ command: String, in file: String) throws {
        let words = self.words(of: command)
        if words.contains("top") || words.contains("trace") { return }
        // Which command it is, the program alone knows.
        if words.first == "x" { return }
        do { _ = try CairnCommand.parseAsRoot(words) } catch {
            let message = CairnCommand.fullMessage(for: error)
            // A command is also named without its arguments, and with some of its options.
            let isShortened =
                message.contains("Missing expected argument") || message.contains("Missing one of")
                || message.contains("Missing value for") || message.hasPrefix("OVERVIEW")
                || message.contains("Give a NAME") || message.contains("Give the name")
            #expect(isShortened, "\(file): cairn \(words.joined(separator: " ")): \(message)")
        }
    }

    private func inline(in text: String) -> [String] {
        text.matches(of: /`cairn ([^`]*)`/).map { String($0.output.1) }
    }

    private func blocks(in text: String) -> [String] {
        var commands: [String] = []
        for line in text.split(separator: "\n") where line.hasPrefix("cairn ") {
            // Several commands on one line, or a remark behind one.
            let plain = String(line.prefix { $0 != "#" })
            commands += plain.components(separatedBy: "cairn ").filter { !$0.isEmpty }
        }
        return commands
    }

    /// As a shell splits them, with a value in the place of each word that stands for one.
    private func words(of command: String) -> [String] {
        let plain = command.replacing(/\\\([^()]*(\([^()]*\))?[^()]*\)/, with: "x")
            .replacing(/\[[^\]]*\]/, with: "").replacing(/<[^>]*>/, with: "x")
        let shell = String(plain.prefix { !">|;".contains($0) })
        return shell.split(whereSeparator: \.isWhitespace).compactMap { word in
            let word = String(word).replacing("'", with: "")
            let values = [
                "STREAM": "scheduler.session", "SEQUENCE": "1", "PROCESS": "scheduler",
                "NAME": "scheduler", "SHELL": "bash", "…": "", "...": "",
            ]
            let value = values[word] ?? (word.allSatisfy(\.isUppercase) ? "x" : word)
            return value.isEmpty ? nil : value
        }
    }
}
