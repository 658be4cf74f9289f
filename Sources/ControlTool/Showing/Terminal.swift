internal import Glibc
internal import Messages

/// Nobody reads the output any more.
struct OutputGone: Error {}

/// Where everything that the tool says goes: results to standard output, the rest to errors.
struct Terminal: Sendable {
    /// The two places that a line can go to.
    enum Channel: Sendable { case output, errors }

    /// Whether colours are shown: only to a person.
    let isColoured: Bool
    private let put: @Sendable (Channel, String) throws -> Void

    init(isColoured: Bool = false, put: @escaping @Sendable (Channel, String) throws -> Void) {
        self.isColoured = isColoured
        self.put = put
    }

    /// This process's own.
    static let standard = Terminal(
        isColoured: isatty(STDOUT_FILENO) == 1 && getenv("NO_COLOR") == nil
    ) { channel, line in
        try write(line, to: channel == .output ? STDOUT_FILENO : STDERR_FILENO)
    }

    /// A result; it has left the process when this returns.
    func line(_ text: String = "") throws { try put(.output, text + "\n") }

    /// What a person should know beside the result.
    func note(_ text: String) { try? put(.errors, text + "\n") }

    /// A problem and its remedy.
    func complain(_ advice: Advice) { note("cairn: \(advice.problem)\n       \(advice.remedy)") }

    /// The text in a colour, if colours are shown.
    func paint(_ text: String, _ colour: Colour) -> String {
        isColoured ? "\u{1B}[\(colour.rawValue)m\(text)\u{1B}[0m" : text
    }

    /// A text that somebody on the bus made up, without what would steer a terminal.
    static func printable(_ text: String) -> String {
        let shown = text.unicodeScalars.filter {
            $0.value >= 0x20 && !(0x7f...0x9f).contains($0.value)
        }
        return String(String.UnicodeScalarView(shown.prefix(600)))
    }

    /// What a colour stands for, by its ANSI number.
    enum Colour: Int {
        case bold = 1
        case faint = 2
        case bad = 31
        case good = 32
        case warning = 33
    }

    private static func write(_ text: String, to descriptor: Int32) throws {
        do { try WholeWrite()(Array(text.utf8), to: descriptor) } catch { throw OutputGone() }
    }
}
