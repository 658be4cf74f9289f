import Testing

@testable import derive_messages

@Suite("What is derived from a declaration")
struct DerivationTests {
    private static let ride = """
        /// A client asked for a ride.
        public struct RideRequested: Event, AboutClient {
            public static let type = "transport.ride.requested.v2"
            public static let markedOtherwise: [String: Mark] = ["seats": .open]

            public var client: ClientID
            public var seats: Int = 1
            public var note: String?
            public var driver: Optional<StaffID>

            /// Whether nobody drives.
            public var isOpen: Bool { driver == nil }

            /// How far.
            public struct Distance: OpenEnumeration {
                public let rawValue: String
                public init(rawValue: String) { self.rawValue = rawValue }
            }
        }

        """
    private static let name = "event.transport.ride.requested.v2"
    private static let example = #"{"client": "c-1", "seats": 2, "note": "n", "driver": "t01"}"#

    private func derived(_ source: String = ride, example: String? = example) throws -> String {
        let golden = GoldenFolder(example.map { [Self.name: $0] } ?? [:], path: "golden")
        return try Derivation.source(from: [(path: "Rides.swift", text: source)], golden: golden)
    }

    @Test("The initialiser has the fields in their order, and leaves out what Swift's own would")
    func initialiser() throws {
        let text = try derived()
        #expect(
            text.contains(
                "init(client: ClientID, seats: Int = 1, note: String? = nil,"
                    + " driver: Optional<StaffID>, _: Void = ())"))
        #expect(text.contains("self.driver = driver\n"))
        #expect(!text.contains("isOpen"))
    }

    @Test("A struct that has an initialiser gets no other")
    func ownInitialiser() throws { #expect(try !derived().contains("Distance")) }

    @Test("The parts of the type, the marks of the types and the example follow")
    func parts() throws {
        let text = try derived()
        for line in [
            "entity = \"ride\"", "fact = \"requested\"", "version = 2",
            "owner: Identity? = \"transport\"", "localType = \"ride.requested.v2\"",
            "\"client\": ClientID.mark",
            "\"note\": String.mark", "\"driver\": StaffID.mark", "merging(markedOtherwise)",
            "\"\(Self.name)\": ###\"\"\"\n\(Self.example)\n",
        ] {
            #expect(text.contains(line), "\(line)")
        }
    }

    @Test("A command has a receiver, and what every peer takes has none")
    func kinds() throws {
        for (head, line) in [
            ("Command {\n    public static let type = \"transport.ride.v1\"", "receiver: Identity"),
            ("PeerQuery {\n    public static let type = \"*.ride.v1\"", "name = \"ride\""),
        ] {
            let golden = GoldenFolder(
                ["command.transport.ride.v1": "{}", "query.any.ride.v1": "{}"], path: "golden")
            let source = "public struct Ride: \(head)\n}\n"
            let text = try Derivation.source(from: [("Ride.swift", source)], golden: golden)
            #expect(text.contains(line))
        }
    }

    @Test(
        "What is declared wrongly is refused with its place and a remedy",
        arguments: [
            (", AboutClient", "", "Rides.swift:2: error: RideRequested: it has a client"),
            ("ride.requested.v2", "ride.v2", "is no type of a message"),
            ("transport.ride.requested.v2", "transport.ride.Requested.v2", "is no type"),
            ("public static let type", "public static let kind", "does not say its type"),
            ("[\"seats\"", "[\"seat\"", "markedOtherwise names seat"),
            ("public var seats: Int", "public var places: Int", "markedOtherwise names seats"),
            (
                "public var note: String?", "public var note = \"\"",
                "Rides.swift:8: error: This stored"
            ),
            ("public var note: String?", "private var note: String", "is not understood"),
            (
                ": Event, AboutClient {", ": Event,\n    AboutClient\n{",
                "Rides.swift:2: error: This head"
            ),
            ("Requested: Event", "Requested<Kind>: Event", "without generics"),
        ])
    func wrong(old: String, new: String, problem: String) throws {
        let source = Self.ride.replacing(old, with: new)
        #expect(source != Self.ride)
        let example = Self.example.replacing(
            "seats", with: source.contains("places") ? "places" : "seats")
        let fault = #expect(throws: Fault.self) { try derived(source, example: example) }
        #expect(fault?.description.contains(problem) == true, "\(fault?.description ?? "none")")
    }

    @Test("An example that is not there, or sets other fields, is refused")
    func examples() throws {
        let missing = #expect(throws: Fault.self) { try derived(example: nil) }
        #expect(missing?.remedy.contains("golden/\(Self.name).json") == true)
        #expect(missing?.remedy.contains("\"client\" : \"c-0001\"") == true)
        let short = #expect(throws: Fault.self) {
            try derived(example: #"{"client": "c-1", "note": "n", "driver": "t01"}"#)
        }
        #expect(short?.problem.contains("does not set seats") == true)
        let long = Self.example.replacing("}", with: #", "far": 1}"#)
        let strange = #expect(throws: Fault.self) { try derived(example: long) }
        #expect(strange?.problem.contains("no field far") == true)
        #expect(throws: Fault.self) { try derived(example: "[]") }
    }
}
