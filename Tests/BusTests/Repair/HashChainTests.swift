import HashChain
import Messages
import Testing

@Suite("The hash chain")
struct HashChainTests {
    /// The example of `docs/protocol.md`, whose hash another program made.
    @Test("The protocol's example has the protocol's hash")
    func example() {
        let zeros = String(repeating: "0", count: 64)
        let attributes = """
            {"causationid":"01976e0a-0000-7000-8000-000000000001",\
            "correlationid":"01976e0a-0000-7000-8000-000000000001",\
            "dataclassification":"operational","datacontenttype":"application/json",\
            "id":"01976e0a-0000-7000-8000-000000000002","prevhash":"\(zeros)","sequence":1,\
            "source":"/small/supervisor","specversion":"1.0","time":"2026-10-05T11:00:00.000Z",\
            "type":"supervisor.clock.day-began.v1"}
            """
        let raw = RawMessage(
            topic: Array("event.supervisor.clock".utf8),
            attributes: Array(attributes.utf8), data: Array("{\"date\":\"2026-10-05\"}".utf8))
        #expect(
            HashChain.hash(of: raw)
                == "ca119890d4aa1086c63b7d67269d52f6f9206dd7157c212837f1dedfeb1c546e")
    }

    @Test("A digest is SHA-256 in lower-case hex")
    func digest() {
        // FIPS 180-2, appendix B.1.
        #expect(
            HashChain.digest(of: Array("abc".utf8))
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }
}
