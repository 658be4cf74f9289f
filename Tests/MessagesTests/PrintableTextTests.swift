import Messages
import Testing

@Suite("What somebody else wrote is shown, and steers nothing")
struct PrintableTextTests {
    @Test(
        "What steers a terminal, begins a line or turns the order of what follows is left out",
        arguments: [
            "a\nb", "a\r\nb", "a\tb", "a\u{1B}[31mb", "a\u{9B}31mb", "a\u{2028}b", "a\u{202E}b",
            "a\u{2066}b", "a\u{2069}b",
        ])
    func steering(text: String) {
        #expect(!text.printable(upTo: 20).unicodeScalars.contains { $0.steersTerminal })
        let line = text.inOneLine
        #expect(line.first == "a" && line.last == "b")
        #expect(!line.contains("\n") && !line.contains("\u{1B}") && !line.contains("\u{202E}"))
    }

    @Test("A text that is longer than what is shown says so; one that just fits is whole")
    func cut() {
        let name = String(repeating: "é", count: 80)
        #expect(name.printable(upTo: 80) == name)
        let cut = (name + "x").printable(upTo: 80)
        #expect(cut.unicodeScalars.count == 80 && cut.hasSuffix("é…"))
        #expect("".printable(upTo: 0) == "")
    }

    @Test("A name from right to left is set apart, so that the number behind it keeps its order")
    func rightToLeft() {
        for name in ["אנה כהן", "علي حسن", "Ana אנה"] {
            let shown = name.printable(upTo: 80)
            #expect(shown == "\u{2068}\(name)\u{2069}")
            #expect(shown.inOneLine == shown)
        }
        for name in ["José Ñúñez", "李小龙", "O'Brien \"Pepe\""] {
            #expect(name.printable(upTo: 80) == name)
        }
    }
}
