internal import ArgumentParser
internal import ClinicClient
internal import ClinicFiles
internal import Messages
internal import Platform

/// Shows the log of a process.
struct LogsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logs", abstract: "Show what a process logged.")

    @OptionGroup var visitor: VisitOptions

    @Argument(
        help: "The process, such as scheduler, hub or supervisor.",
        transform: ArgumentParsing.identity)
    var service: Identity

    @Option(name: .customShort("n"), help: "How many of the last lines.")
    var count = 50

    @Flag(name: .shortAndLong, help: "Go on as lines are added; Ctrl-C ends it.")
    var follow = false

    func run() async throws {
        let opened = try visitor.open()
        var log = LogReader(of: service, in: opened.folder)
        let last = log.last(count)
        if last == nil, let fault = log.fault {
            let path = "\(opened.folder.logs)/\(service).log"
            throw ClientError.system(fault, "read", path)
        }
        guard last != nil || follow else { return try sayThatThereIsNone(in: opened) }
        for line in last ?? [] { try Terminal.standard.line(line) }
        guard follow else { return }
        let stop = await StopSignal {}
        while !stop.isRequested {
            for line in log.added() { try Terminal.standard.line(line) }
            try OutputWatch.check()
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    /// A process that has printed nothing has no log; what is no process has none either.
    private func sayThatThereIsNone(in opened: OpenedClinic) throws {
        let known = opened.processes
        guard known.contains(service) else {
            throw ClientError.refused(
                Advice(
                    "There is no log of \(service), and no process of that name runs here.",
                    remedy: NearMiss.question(service.text, in: known.map(\.text))
                        + "There are: \(known.map(\.text).joined(separator: ", ")).")
            )
        }
        try Output(notes: [
            "\(service) has printed nothing here since its log was made, or removed."
        ]).show()
    }
}
