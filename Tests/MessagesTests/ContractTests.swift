import Foundation
import Messages
import TestKit
import Testing

@Suite("The contracts of the services")
struct ContractTests {
    @Test("A contract holds messages of its own service alone")
    func owners() {
        for contract in MessageCatalog.contracts {
            let service = contract.service
            #expect(contract.publishes.filter { $0.owner != service }.map { $0.localType } == [])
            #expect(contract.commands.filter { $0.receiver != service }.map { $0.type } == [])
            #expect(contract.answers.filter { $0.receiver != service }.map { $0.type } == [])
        }
        #expect(MessageCatalog.peerEvents.allSatisfy { $0.owner == nil })
        #expect(MessageCatalog.pluginEvents.allSatisfy { $0.owner == nil })
    }

    @Test("No message stands in two contracts, and no two have one type")
    func once() {
        let counts = Dictionary(grouping: everything, by: \.name).mapValues(\.count)
        #expect(counts.filter { $0.value > 1 } == [:])
        let services = MessageCatalog.contracts.map { $0.service }
        #expect(Set(services).count == services.count)
    }

    @Test("A service has a command to retract exactly if its contract says so")
    func retraction() {
        for contract in MessageCatalog.contracts {
            let command = MessageCatalog.command(type: "\(contract.service).retract.v1")
            #expect((command != nil) == contract.isCorrectable, "\(contract.service)")
        }
    }

    @Test("A service reads what somebody publishes, and nothing twice")
    func reads() {
        for contract in MessageCatalog.contracts {
            let names = contract.reads.map { "\($0)" }
            #expect(Set(names).count == names.count, "\(contract.service): \(names)")
            for event in contract.reads {
                #expect(MessageCatalog.events.contains { $0 == event }, "\(event)")
                #expect(event.owner != contract.service, "\(event)")
            }
        }
    }

    @Test("Each message that is declared stands in a contract")
    func declared() throws {
        let known = Set(everything.map { "\($0.type)".prefix { $0 != "<" } })
        var declared: Set<Substring> = []
        for text in try sources(in: "Sources/Messages") {
            for match in text.matches(
                of: /public struct (\w+)(<.*?>)?: ([^{]*(Event|Command|Query)\b[^{]*)\{/)
            {
                declared.insert(match.output.1)
            }
        }
        #expect(declared.count > 90)
        #expect(declared.subtracting(known) == [])
    }

    @Test("The type of a message is found where it is declared, in one literal")
    func literals() throws {
        let literals = try sources(in: "Sources/Messages/Services").flatMap { text in
            text.matches(of: /\n    public static let type = "(.*)"\n/).map { $0.output.1 }
        }
        let types = everything.map(\.name).filter { !$0.contains(".retract.") }.map { name in
            name.drop { $0 != "." }.dropFirst().replacing(/^any\./, with: "*.")
        }
        #expect(literals.sorted() == types.map { $0[...] }.sorted())
    }

    @Test("No file of declarations is longer than can be read in one go")
    func lengths() throws {
        let lengths = try sources(in: "Sources/Messages/Services").map {
            $0.split(separator: "\n", omittingEmptySubsequences: false).count - 1
        }
        #expect(lengths.max() ?? 201 <= 200)
    }

    private func sources(in path: String) throws -> [String] {
        let folder = Golden.root().appending(path: path)
        let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap {
            $0 as? String
        }
        return try (names ?? []).filter { $0.hasSuffix(".swift") }.map { name in
            try String(contentsOf: folder.appending(path: name), encoding: .utf8)
        }
    }
}
