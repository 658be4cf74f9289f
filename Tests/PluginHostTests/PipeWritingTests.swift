import Foundation
import Testing

@testable import PluginHost

@Suite("Lines into a pipe that never waits")
struct PipeWritingTests {
    private let pipe = Pipe()
    private var end: Int32 { pipe.fileHandleForWriting.fileDescriptor }

    private func writing() -> PipeWriting {
        _ = fcntl(end, F_SETFL, fcntl(end, F_GETFL) | O_NONBLOCK)
        var writing = PipeWriting()
        writing.pipe = end
        return writing
    }

    @Test("A line that is longer than the pipe goes through in parts, whole and in order")
    func long() {
        var writing = writing()
        let line = (0..<1 << 20).map { UInt8(ascii: "a") + UInt8($0 % 23) }
        writing.add(line)
        var heard = Data()
        var parts = 0
        while !writing.write() {
            parts += 1
            heard += pipe.fileHandleForReading.availableData
        }
        #expect(writing.isEmpty && parts > 1)
        writing.add(Array("next".utf8))
        while !writing.write() { heard += pipe.fileHandleForReading.availableData }
        pipe.fileHandleForWriting.closeFile()
        heard += pipe.fileHandleForReading.readDataToEndOfFile()
        #expect(heard == Data(line + Array("\nnext\n".utf8)))
    }

    @Test("What is written before there is a pipe waits for it; without a reader it is let go")
    func ends() {
        signal(SIGPIPE, SIG_IGN)
        var writing = writing()
        writing.pipe = nil
        writing.add(Array("early".utf8))
        let early = writing.write()
        #expect(!early && !writing.isEmpty)
        writing.pipe = end
        let late = writing.write()
        #expect(late)
        #expect(pipe.fileHandleForReading.availableData == Data("early\n".utf8))
        pipe.fileHandleForReading.closeFile()
        writing.add(Array("late".utf8))
        let unread = writing.write()
        #expect(unread && writing.isEmpty, "nobody reads any more")
    }
}
