import BenchmarkPeers
import Messages
import Testing

/// A ratio to a loop in C means something only if the loop does the same work: it takes what our
/// reader takes, and refuses what it refuses.
@Suite("The C loop that our reader is held against")
struct FrameLoopTests {
    private static let topic = "event.scheduler.session"
    private static let known =
        #""datacontenttype":"application/json","id":"m-1","prevhash":"0","sequence":7,"#
        + #""source":"/a","specversion":"1.0","time":"2026-11-23T00:00:00.000Z","#
        + #""type":"scheduler.session.scheduled.v1""#

    /// What C finds in a frame: the sequences of its events; `nil` where it refuses one.
    private func inC(_ bytes: [UInt8]) -> [Int64]? {
        bytes.withUnsafeBytes { buffer in
            let start = buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
            var reader = frame_reader()
            guard let start, frame_open(&reader, start, buffer.count) == 0 else { return nil }
            var (event, found) = (frame_event(), [Int64]())
            while true {
                switch frame_next(&reader, &event) {
                case 0: return found
                case 1: found.append(event.sequence)
                default: return nil
                }
            }
        }
    }

    /// The same by our reader.
    private func inSwift(_ bytes: [UInt8]) -> [Int64]? {
        guard case .events(let run)? = try? Frame(bytes).read() else { return nil }
        return try? run.map { try $0.get().sequence ?? 0 }
    }

    private func frame(_ lines: [String], end: String = "\n") -> [UInt8] {
        Array(([Self.topic] + lines).joined(separator: "\n").utf8) + Array(end.utf8)
    }

    @Test(
        "Both take a line of attributes, or neither does",
        arguments: [
            "{K}", " \t{ \t\"x\" :\t\"y\" , K }\t", #"{K,"x":"\ud83d\ude00 \n\/\" é😀"}"#,
            #"{K,"x":9007199254740991}"#, #"{K,"x":-0}"#, "", "{}", "[]", "{K", "{K}}", "{K} x",
            #"{K,"x":1.5}"#, #"{K,"x":1e3}"#, #"{K,"x":01}"#, #"{K,"x":-}"#, #"{K,"x":null}"#,
            #"{K,"x":true}"#, #"{K,"x":{}}"#, #"{K,"x":[]}"#, #"{K,"x":9007199254740992}"#,
            #"{K,"x":"\ud83d"}"#, #"{K,"x":"\ude00"}"#, #"{K,"x":"\ud83dx"}"#, #"{K,"x":"\x"}"#,
            #"{K,"x":"\u12g4"}"#, "{K,\"x\":\"\u{1}\"}", "{K,\r\"x\":1}", #"{K,"x":"a"#,
            #"{K,"id":"m-2"}"#, #"{K,"x":1,"x":1}"#, "{K,}", "{,K}", #"{K "x":1}"#, #"{K,"x"}"#,
        ])
    func lines(pattern: String) {
        let line = pattern.replacing("K", with: Self.known)
        let bytes = frame([line, "{}"])
        #expect(inC(bytes) == inSwift(bytes))
        #expect((inC(bytes) == [7]) == (inC(bytes) != nil))
    }

    @Test("Broken UTF-8 is refused by both")
    func brokenText() {
        for broken: [UInt8] in [[0xff], [0xc3], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90]] {
            var bytes = Array("\(Self.topic)\n{\(Self.known),\"x\":\"".utf8)
            bytes += broken
            bytes += Array("\"}\n{}\n".utf8)
            #expect(inC(bytes) == nil)
            #expect(inSwift(bytes) == nil)
        }
    }

    @Test("Frames of several events, and what is none")
    func frames() {
        let line = "{\(Self.known)}"
        for lines in [[line, "1"], [line, "1", line, "2", line, "3"]] {
            #expect(inC(frame(lines)) == inSwift(frame(lines)))
            #expect(inC(frame(lines))?.count == lines.count / 2)
        }
        #expect(inC(frame([line, "1"], end: "")) == nil)
        #expect(inC(frame([line, "1", line])) == nil)
        #expect(inC([]) == nil)
    }
}
