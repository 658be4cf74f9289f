internal import ArgumentParser
internal import Foundation
internal import Glibc
internal import Messages
internal import ServiceKit

/// Writes the ledger's lines to a file.
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write the history as JSON lines, as it was published.",
        discussion: """
            Each line has position, topic, attributes and data, the last two as published. In a \
            rehearsal this needs no reason; elsewhere it needs `--reveal REASON`.
            """)

    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var person: PersonOptions
    @OptionGroup var revealing: RevealOptions

    @Option(help: "Where to (default: standard output).")
    var output: String?

    @Option(help: "Write the clinic's description as JSON to this file too.")
    var clinicJson: String?

    @Option(help: "Write the last event of each stream, as its owner tells it, to this file too.")
    var heads: String?

    func run() async throws {
        let place = try clinic.open()
        if let clinicJson { try write(JSONText.readable(place.clinic) + "\n", to: clinicJson) }
        let target = try output.map(ExportCommand.open) ?? STDOUT_FILENO
        let terminal = Terminal { _, text in
            let written = Array(text.utf8).withUnsafeBytes { bytes in
                var rest = bytes[...]
                while !rest.isEmpty {
                    let part = UnsafeRawBufferPointer(rebasing: rest)
                    let count = Glibc.write(target, part.baseAddress, part.count)
                    guard count > 0 else { return false }
                    rest = rest.dropFirst(count)
                }
                return true
            }
            if !written { throw OutputGone() }
        }
        let count = try await place.visit(as: person) { session in
            if !place.mode.isRehearsal, revealing.reveal == nil {
                throw ToolError.refused(
                    Advice(
                        "The history tells of clients.",
                        remedy: "Give `--reveal REASON --as STAFF`."
                    ))
            }
            _ = try await revealing.record(
                scope: "export", by: person, in: place.clinic, over: &session)
            var copy = LedgerCopy(to: terminal)
            try await copy.extend(over: &session)
            if let heads {
                let last = try await copy.catchUp(over: &session)
                try write(JSONText.readable(last) + "\n", to: heads)
            }
            return copy.count
        }
        Terminal.standard.note("\(count) lines.")
        if let banner = place.banner { Terminal.standard.note(banner) }
    }

    private func write(_ text: String, to path: String) throws {
        let file = try FileHandle(fileDescriptor: ExportCommand.open(path), closeOnDealloc: true)
        do { try file.write(contentsOf: Data(text.utf8)) } catch {
            throw ToolError.system(error.localizedDescription, doing: "write \(path)")
        }
    }

    /// A new file that nobody else may read.
    private static func open(_ path: String) throws -> Int32 {
        let descriptor = Glibc.open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw ToolError.system(String(cString: strerror(errno)), doing: "write \(path)")
        }
        return descriptor
    }
}
