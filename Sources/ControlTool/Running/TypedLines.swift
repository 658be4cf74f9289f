internal import Glibc
internal import Platform

/// The lines that somebody types, one by one, until that person stops: with the end of the input,
/// with Ctrl-C, or because the terminal is gone.
///
/// A stop is no end of the process, so that what was typed until then can be kept.
struct TypedLines {
    private let stop: StopSignal
    private var bytes: [UInt8] = []
    private var isOver = false

    init() async {
        // A terminal that closes is the end of the input, which is read as such.
        signal(SIGHUP, SIG_IGN)
        stop = await StopSignal(waking: {})
    }

    /// The next line; `nil` once nothing more comes.
    mutating func next() async -> String? {
        while true {
            if let end = bytes.firstIndex(of: UInt8(ascii: "\n")) {
                let line = String(decoding: bytes[..<end], as: UTF8.self)
                bytes.removeSubrange(...end)
                return line
            }
            guard !isOver, !stop.isRequested else { return rest() }
            await read()
        }
    }

    /// What was typed behind the last end of a line; after Ctrl-C nobody meant it.
    private mutating func rest() -> String? {
        guard !bytes.isEmpty, !stop.isRequested else { return nil }
        defer { bytes = [] }
        return String(decoding: bytes, as: UTF8.self)
    }

    private mutating func read() async {
        var input = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        guard poll(&input, 1, 100) > 0 else { return await Task.yield() }
        var buffer = [UInt8](repeating: 0, count: 4_096)
        let count = Glibc.read(STDIN_FILENO, &buffer, buffer.count)
        if count > 0 { bytes += buffer[..<count] } else { isOver = true }
    }
}

extension TypedLines {
    /// What somebody types when asked for a thing; empty where nothing came.
    ///
    /// What is typed here stands in no shell's history, and in no list of processes.
    mutating func text(_ what: String) async throws -> String {
        try Terminal.standard.line("\(what):")
        return (await next() ?? "").trimmed
    }
}

extension String {
    /// Without blanks around it.
    var trimmed: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
