import Foundation
import Messages
import TestKit
import Testing

@Suite("Attributes are read in place, and as Foundation reads them")
struct AttributesTests {
    private static let known =
        #""datacontenttype":"application/json","id":"a","source":"/a","specversion":"1.0","#
        + #""time":"2026-11-23T00:00:00.000Z","type":"answer.v1""#

    private func read(_ text: String) throws(WireError) -> Attributes {
        try Attributes(reading: Array(text.utf8).span)
    }

    @Test(
        "What is one flat object of strings and integers is read",
        arguments: [
            "", #","x":"y""#, #","x":1"#, #","sequence":9007199254740991"#, #","sequence":-0"#,
            #","x":-9007199254740991"#, #","subject":"\"\\\/\b\f\n\r\t""#,
            #","subject":"\u00e9\ud83d\ude00é😀""#, #","subject":"\u0000""#, #","Id":"other""#,
            ",\"subject\":\"\u{7f}\"", #","subje\u0063t":"c""#, #","x":"a","\u0078y":"b""#,
        ])
    func accepted(more: String) throws {
        for text in ["{\(Self.known)\(more)}", " \t{\t \(Self.known)\(more) }\t"] {
            let expected = try JSONDecoder().decode(Attributes.self, from: Data(text.utf8))
            #expect(try read(text) == expected)
        }
    }

    @Test("An unknown name whose value is long, and many of them, are passed over")
    func unknown() throws {
        let many = (0..<300).map { ",\"x\($0)\":\"\($0)\"" }.joined()
        #expect(try read("{\(Self.known)\(many)}").id == "a")
    }

    @Test(
        "What is not is refused",
        arguments: [
            #","x":1.0"#, #","x":1e3"#, #","x":01"#, #","x":-"#, #","x":+1"#, #","x":.5"#,
            #","x":9007199254740992"#, #","x":99999999999999999999999"#, #","x":null"#,
            #","x":true"#, #","x":{}"#, #","x":[]"#, #","x":"#, #","x""#, #",""#, ",",
            #","x":"a" "b""#, #","id":"b""#, #","\u0069d":"b""#, #","x":1,"x":2"#,
            #","é":1,"\u00e9":2"#, #","subject":"\ud800""#, #","subject":"\udc00""#,
            #","subject":"\ud800\u0041""#, #","subject":"\ud800x""#, #","subject":"\x""#,
            #","subject":"\u12g4""#, #","subject":"a"#, ",\"subject\":\"\u{1}\"",
            ",\"subject\":\"\n\"", ",\n\"x\":1", ",\r\"x\":1", ",\u{a0}\"x\":1",
            #","subject":7"#, #","sequence":"7""#, #","deadline":"today""#, #","role":1"#,
        ])
    func refused(more: String) {
        #expect(throws: WireError.badAttributes) { try read("{\(Self.known)\(more)}") }
    }

    @Test(
        "Nothing stands before or behind the object",
        arguments: [
            "", "{", "}", "[]", "\"a\"", "7", "{\(Self.known)} {}", "{\(Self.known)}x",
            "{\(Self.known)}\n", "\u{feff}{\(Self.known)}", "{\(Self.known)", "x{\(Self.known)}",
        ])
    func whole(text: String) {
        #expect(throws: WireError.badAttributes) { try read(text) }
    }

    @Test(
        "What each message says is required",
        arguments: ["datacontenttype", "id", "source", "specversion", "time", "type"])
    func required(name: String) {
        let text = "{\(Self.known)}".replacing("\"\(name)\"", with: "\"other\"")
        #expect(throws: WireError.badAttributes) { try read(text) }
    }

    @Test("Bytes that are no UTF-8 are refused")
    func encoding() {
        for bad: [UInt8] in [
            [0xff], [0xc3], [0xed, 0xa0, 0x80], [0xc0, 0x80], [0xf4, 0x90, 0x80, 0x80],
        ] {
            for place in ["subject", "x"] {
                let line =
                    Array("{\(Self.known),\"\(place)\":\"".utf8) + bad + Array("\"}".utf8)
                #expect(throws: WireError.badAttributes) { try Attributes(reading: line.span) }
            }
            let line = Array("{\(Self.known),\"x".utf8) + bad + Array("\":1}".utf8)
            #expect(throws: WireError.badAttributes) { try Attributes(reading: line.span) }
        }
    }

    @Test("They are written as Foundation writes them: sorted, and without needless escapes")
    func written() throws {
        var attributes = Attributes(
            id: "m-1/\"\\", source: "/test/scheduler", type: "heartbeat.v1",
            time: Timestamp(milliseconds: 1_795_442_400_123))
        attributes.subject = "é😀\u{0}\u{1}\u{8}\t\n\u{c}\r\u{1f}\u{7f}"
        attributes.dataclassification = .clinical
        attributes.sequence = -7
        attributes.prevhash = ""
        attributes.correlationid = "m-0"
        attributes.causationid = "m-0"
        attributes.actor = "t01"
        attributes.role = "therapist"
        attributes.replytoken = "abc"
        attributes.deadline = Timestamp(milliseconds: 1_795_442_400_999)
        attributes.inreplyto = "m-2"
        #expect(attributes.encoded() == (try JSONText.encode(attributes)))
        #expect(try Attributes(reading: attributes.encoded().span) == attributes)
    }

    @Test(
        "Whatever byte is changed, they are read as Foundation reads them or refused",
        arguments: 1...8)
    func mutated(seed: UInt64) throws {
        var chance = SeededGenerator(seed: seed)
        let line = Array(
            #"{\#(Self.known),"prevhash":"00","sequence":12,"subject":"c-\u00e91","x":"\\\ud83d\ude00"}"#
                .utf8)
        let bytes = Array(#"{}[]":,\u0e1.-tn \#t"#.utf8) + [0, 10, 0x7f, 0xc3, 0xff]
        for _ in 0..<2_000 {
            var changed = line
            for _ in 0...Int.random(in: 0...2, using: &chance) {
                let place = Int.random(in: changed.indices, using: &chance)
                let byte = bytes.randomElement(using: &chance) ?? 0
                switch Int.random(in: 0...2, using: &chance) {
                case 0: changed[place] = byte
                case 1: changed.insert(byte, at: place)
                default: changed.remove(at: place)
                }
            }
            guard let found = try? Attributes(reading: changed.span) else { continue }
            let expected = try? JSONDecoder().decode(Attributes.self, from: Data(changed))
            #expect(found == expected, "\(String(decoding: changed, as: UTF8.self))")
        }
    }
}
