import Foundation
import Testing

/// A page with transcripts: what was typed at a terminal, and what came.
///
/// In a block of `console`, a line with `$` is a command, those with `>` below it are typed at what
/// it asks, and the rest is what it shows. A line `Typed: …` below a heading's blocks counts them.
struct Transcript {
    /// One command of a page.
    struct Step {
        /// The heading that it stands under.
        var section: String
        var command: String
        var typed: [String] = []
        var shown: [String] = []

        /// Whether it is part of the job: time that passes is not.
        var counts: Bool { !command.hasPrefix("cairn advance-clock") }
        /// What is typed at the keyboard, without the ends of the lines.
        var characters: Int { ([command] + typed).reduce(0) { $0 + $1.count } }
    }

    private var lines: [String]

    init(_ text: String) { lines = text.components(separatedBy: "\n") }

    var text: String { lines.joined(separator: "\n") }

    /// Its commands, in order.
    var steps: [Step] {
        var (steps, section, isInside) = ([Step](), "", false)
        for line in lines {
            if line.hasPrefix("## ") { section = String(line.dropFirst(3)) }
            if line.hasPrefix("```") {
                isInside = line == "```console"
            } else if isInside, line.hasPrefix("$ ") {
                steps.append(Step(section: section, command: String(line.dropFirst(2))))
            } else if isInside, line.hasPrefix("> "), steps.last?.shown.isEmpty == true {
                steps[steps.count - 1].typed.append(String(line.dropFirst(2)))
            } else if isInside, !steps.isEmpty {
                steps[steps.count - 1].shown.append(line)
            }
        }
        return steps
    }

    /// The page with what came this time, and with its counts.
    func with(_ steps: [Step]) -> Transcript {
        var (left, section, isInside, made) = (steps[...], "", false, [String]())
        for line in lines {
            if line.hasPrefix("## ") { section = String(line.dropFirst(3)) }
            if line.hasPrefix("```") {
                isInside = line == "```console"
                made.append(line)
            } else if isInside {
                guard line.hasPrefix("$ "), let step = left.popFirst() else { continue }
                made.append("$ \(step.command)")
                made += step.typed.map { "> \($0)" } + step.shown
            } else if line.hasPrefix("Typed: ") {
                made.append(Transcript.count(steps.filter { $0.section == section }))
            } else {
                made.append(line)
            }
        }
        return Transcript(made.joined(separator: "\n"))
    }

    private static func count(_ steps: [Step]) -> String {
        let own = steps.filter(\.counts)
        let characters = own.reduce(0) { $0 + $1.characters }
        let commands = own.count == 1 ? "1 command" : "\(own.count) commands"
        return "Typed: \(commands), \(characters) characters."
    }
}

extension RunningClinic {
    /// Types a command as a person in a shell, and the lines that it asks for; what is seen, and how
    /// it ends.
    func types(_ command: String, _ lines: [String] = []) async throws -> Execution.Result {
        let setting = "export PATH='\(Programs.folder.path)':$PATH CAIRN_CLINIC='\(path)'"
        let input = lines.isEmpty ? "" : " <<'EOF'\n\(lines.joined(separator: "\n"))\nEOF"
        return try await start("/bin/bash", ["-c", "\(setting); exec 2>&1; \(command)\(input)"])
            .finish()
    }

    /// Does one step of a transcript: what it shows, once nothing more that was on its way comes.
    ///
    /// What was refused changed nothing, and a look changes nothing: both are given again until they
    /// show what they should, for a service hears of what another recorded a moment later.
    func does(_ step: Transcript.Step, isWritten: Bool) async throws -> Transcript.Step {
        var step = step
        let wanted = step.shown
        var seen: [String] = []
        for _ in 1...(isWritten ? 25 : 3) {
            let result = try await types(step.command, step.typed)
            step.shown = RunningClinic.lines(of: result)
            let isSettled = isWritten ? step.shown == wanted : seen == step.shown
            if isSettled || result.code == 0 && !step.isLook { break }
            seen = step.shown
        }
        return step
    }

    /// What came, without what differs each time and what stands on each page of a rehearsal.
    private static func lines(of result: Execution.Result) -> [String] {
        var lines = result.output.components(separatedBy: "\n").filter {
            !$0.hasPrefix("REHEARSAL: ")
        }
        while lines.last == "" { lines.removeLast() }
        let id = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/
        let shown = lines.map { line in
            var line = line.replacing(id, with: "…")
            while line.last == " " { line.removeLast() }
            return line
        }
        return shown + (result.code == 0 ? [] : ["[ends with \(result.code)]"])
    }
}

extension Transcript.Step {
    /// Whether it changes nothing.
    fileprivate var isLook: Bool {
        let words = command.split(separator: " ").map(String.init)
        let looks = ["today", "duties", "week", "status"]
        return looks.contains(words[1])
            || words[1] == "client" && ["find", "show", "timeline"].contains(words[2])
            || words[1] == "correct" && command.contains("--reveal")
    }
}
