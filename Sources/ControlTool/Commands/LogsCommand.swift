internal import ArgumentParser
internal import ClinicClient
internal import ClinicFiles
internal import Messages
internal import Platform
internal import PluginHost

/// Shows the log of a process.
struct LogsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logs", abstract: "Show what a process logged.",
        discussion: """
            What a therapy's program prints is its author's, and may be about anybody. In a live \
            clinic it is left out, unless somebody gives a reason to see it.
            """)

    @OptionGroup var looking: LookOptions

    @Argument(
        help: "The process, such as scheduler, hub or supervisor.",
        transform: ArgumentParsing.identity)
    var service: Identity

    @Option(name: .customShort("n"), help: "How many of the last lines.")
    var count = 50

    @Flag(name: .shortAndLong, help: "Go on as lines are added; Ctrl-C ends it.")
    var follow = false

    func run() async throws {
        let opened = try looking.visitor.open()
        let isShown = try await mayShow(in: opened)
        var log = LogReader(of: service, in: opened.folder)
        let last = log.last(count)
        if last == nil, let fault = log.fault {
            let path = "\(opened.folder.logs)/\(service).log"
            throw ClientError.system(fault, "read", path)
        }
        guard last != nil || follow else { return try sayThatThereIsNone(in: opened) }
        try show(last ?? [], whole: isShown)
        guard follow else { return }
        let stop = await StopSignal {}
        while !stop.isRequested {
            try show(log.added(), whole: isShown)
            try OutputWatch.check()
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    /// Whether what a program prints is shown. A look at it is recorded first.
    private func mayShow(in opened: OpenedClinic) async throws -> Bool {
        let own = [.hub, .supervisor, .simulator] + opened.clinic.services
        guard !own.contains(service) else { return true }
        guard looking.revealing.reveal != nil else { return opened.mode.isRehearsal }
        try await looking.revealing.recordIfPossible(
            scope: "logs \(service)", what: "What a program prints may be about a client.",
            by: looking.visitor.person, in: opened)
        return true
    }

    private func show(_ lines: [String], whole: Bool) throws {
        let (shown, leftOut) = Self.shown(lines, whole: whole)
        for line in shown { try Terminal.standard.line(line) }
        guard leftOut > 0 else { return }
        Terminal.standard.note(
            "\(leftOut) lines that its program printed are left out: give `--reveal REASON --as"
                + " STAFF` to see them.")
    }

    /// The lines that may be seen, and how many may not.
    static func shown(_ lines: [String], whole: Bool) -> (lines: [String], leftOut: Int) {
        guard !whole else { return (lines, 0) }
        let shown = lines.filter { !$0.hasPrefix(ChildLog.mark) }
        return (shown, lines.count - shown.count)
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
