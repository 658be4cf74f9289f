import Bus
import ClinicFiles
import Foundation
import Journal
import JournalSQLite
import Messages
import TestSupport
import Testing

@testable import PeerBench

@Suite("A clinic's keys")
struct KeyFolderTests {
    private let folder: TemporaryFolder
    private let keys: KeyFolder
    private let clinic: Clinic
    private let mode: ClinicMode

    init() throws {
        folder = try TemporaryFolder()
        clinic = try SmallClinic.clinic()
        mode = try SmallClinic.mode()
        try FileManager.default.createDirectory(
            atPath: folder.path + "/keys", withIntermediateDirectories: true)
        keys = KeyFolder(of: ClinicFolder(path: folder.path))
        try keys.prepare(clinic: clinic, mode: mode)
    }

    private var live: ClinicMode {
        var live = mode
        live.kind = .live
        return live
    }

    @Test("Each service and each person has one, readable for nobody else")
    func prepared() throws {
        let list = try keys.accessList()
        let names = Set(list.peers.map(\.identity))
        #expect(names.isSuperset(of: [.supervisor, .assessment, .ledger, .simulator, "cli-t01"]))
        #expect(!names.contains(.hub))
        #expect(Set(list.peers.map(\.publicKey)).count == list.peers.count)
        #expect(Set(list.peers.map(\.slot)).count == list.peers.count)
        for name in try FileManager.default.contentsOfDirectory(atPath: keys.path) {
            let file = try FileManager.default.attributesOfItem(atPath: "\(keys.path)/\(name)")
            #expect(file[.posixPermissions] as? Int == 0o600, "\(name)")
        }
        let text = try String(contentsOfFile: keys.accessFile, encoding: .utf8)
        let secret = try keys.hubKeys().secretKey
        #expect(!text.contains(secret))
        #expect(!"\(try keys.hubKeys())".contains(secret))
    }

    @Test("A plugin whose id makes too long a path is left out alone, and told why")
    func longID() throws {
        let place = ClinicFolder(path: folder.path)
        for name in ["short", String(repeating: "x", count: 60)] {
            let path = "\(place.plugins)/\(name.prefix(9))"
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true)
            try TherapyFolders.manifest(name).write(
                toFile: path + "/plugin.json", atomically: true, encoding: .utf8)
        }
        let folders = PluginShelf.folders(in: place, for: nil) ?? []
        #expect(folders.compactMap(\.id) == ["short"])
        #expect(folders.compactMap(\.fault).first?.problem.contains("107 bytes") == true)
    }

    @Test("What another build granted a service that this one does not know is kept")
    func otherBuild() throws {
        var clinic = clinic
        clinic.services.append("transport")
        try keys.prepare(clinic: clinic, mode: mode)
        var list = try keys.accessList()
        let place = try #require(list.peers.firstIndex { $0.identity == "transport" })
        let granted = Permission(reads: [try #require(Grant("assessment.client"))])
        #expect(list.peers[place].permission != granted)
        list.peers[place].permission = granted
        try JSONText.readable(list).write(
            toFile: keys.accessFile, atomically: true, encoding: .utf8)

        try keys.prepare(clinic: clinic, mode: mode)
        #expect(try keys.accessList().peers[place].permission == granted)
        try keys.renew("cli-t01", clinic: clinic, mode: mode)
        let after = try keys.accessList().peers
        #expect(after.first { $0.identity == "transport" }?.permission == granted)
        // Whoever is taken out of the clinic keeps nothing.
        try keys.prepare(clinic: self.clinic, mode: mode)
        #expect(!(try keys.accessList().peers.contains { $0.identity == "transport" }))
    }

    @Test("What another build granted people about a service that this one lacks is kept")
    func otherBuildsPeople() throws {
        var clinic = clinic
        clinic.services.append("transport")
        let ride = try #require(Grant("transport.request-ride"))
        let rides = try #require(Grant("transport.rides"))
        try keys.prepare(clinic: clinic, mode: mode)
        let before = try permission(of: "cli-fd1")
        var list = try keys.accessList()
        for place in list.peers.indices where list.peers[place].identity.isPerson {
            list.peers[place].permission.sends.insert(ride)
            list.peers[place].permission.asks.insert(rides)
        }
        try JSONText.readable(list).write(
            toFile: keys.accessFile, atomically: true, encoding: .utf8)

        try keys.prepare(clinic: clinic, mode: mode)
        var expected = before
        expected.sends.insert(ride)
        expected.asks.insert(rides)
        #expect(try permission(of: "cli-fd1") == expected)

        // Whoever has other roles keeps nothing of it: this build cannot say who may.
        let place = try #require(clinic.staff.firstIndex { $0.id == "fd1" })
        let roles = clinic.staff[place].roles
        clinic.staff[place].roles = [.administrator]
        try keys.prepare(clinic: clinic, mode: mode)
        #expect(!(try permission(of: "cli-fd1").sends.contains(ride)))
        #expect(try permission(of: "cli-t01").sends.contains(ride))

        // A clinic without the service lets nobody give its commands.
        clinic.staff[place].roles = roles
        try keys.prepare(clinic: self.clinic, mode: mode)
        #expect(try permission(of: "cli-fd1") == before)
        #expect(!(try permission(of: "cli-t01").sends.contains(ride)))
    }

    private func permission(of identity: Identity) throws -> Permission {
        try #require(try keys.accessList().peers.first { $0.identity == identity }).permission
    }

    @Test("A folder made of a join bundle has one key, and knows where the hub is")
    func joining() throws {
        let home = ClinicFolder(path: folder.path)
        let text = try SmallClinic.text() + "\nlisten: tcp://10.0.0.5:7400\n"
        try text.write(toFile: home.configuration, atomically: true, encoding: .utf8)
        try JSONText.readable(mode).write(
            toFile: home.modeFile, atomically: true, encoding: .utf8)
        let bundle = folder.path + "/aftercare.bundle"
        try keys.export(.aftercare, address: nil, to: bundle)
        let other = try TemporaryFolder()
        let there = ClinicFolder(path: other.path + "/small")
        #expect(try KeyFolder(of: there).join(bundle: bundle) == .aftercare)
        #expect(try there.mode() == mode)
        #expect(try there.clinic() == home.clinic())
        let credentials = try KeyFolder(of: there).credentials(of: .aftercare)
        #expect(credentials.address == HubAddress(tcp: "tcp://10.0.0.5:7400"))
        #expect(credentials.slot == (try keys.credentials(of: .aftercare).slot))
        #expect(KeyFolder(of: there).identities == [.aftercare])
        // A second time nothing is written over.
        #expect(throws: ClinicError.self) { try KeyFolder(of: there).join(bundle: bundle) }
        #expect(throws: KeyError.noBundle(keys.accessFile)) {
            try KeyFolder(of: ClinicFolder(path: other.path + "/x")).join(bundle: keys.accessFile)
        }
    }

    @Test("What is there is kept, and the list is not written anew for nothing")
    func kept() throws {
        let before = try FileManager.default.attributesOfItem(atPath: keys.accessFile)
        let list = try keys.accessList()
        try keys.prepare(clinic: clinic, mode: mode)
        let after = try FileManager.default.attributesOfItem(atPath: keys.accessFile)
        #expect(try keys.accessList() == list)
        #expect(before[.systemFileNumber] as? Int == after[.systemFileNumber] as? Int)
    }

    @Test("A list in which two have one slot is an unreadable file, and is not written anew")
    func sharedSlot() throws {
        var list = try keys.accessList()
        list.peers[1].slot = list.peers[0].slot
        let text = try JSONText.readable(list)
        try text.write(toFile: keys.accessFile, atomically: true, encoding: .utf8)
        #expect(throws: KeyError.unreadable(keys.accessFile)) {
            try keys.prepare(clinic: clinic, mode: mode)
        }
        #expect(try String(contentsOfFile: keys.accessFile, encoding: .utf8) == text)
    }

    @Test(
        "A slot that can be no port is an unreadable file, in the list and in a bundle",
        arguments: [-1, .max, 65_000])
    func impossibleSlot(slot: Int) throws {
        var list = try keys.accessList()
        list.peers[0].slot = slot
        try JSONText.readable(list).write(
            toFile: keys.accessFile, atomically: true, encoding: .utf8)
        #expect(throws: KeyError.unreadable(keys.accessFile)) { try keys.accessList() }
        #expect(throws: KeyError.unreadable(keys.accessFile)) {
            try keys.prepare(clinic: clinic, mode: mode)
        }
        let file = "\(keys.path)/scheduler.json"
        let text = try String(contentsOfFile: file, encoding: .utf8)
        try text.replacing("\"identity\"", with: "\"slot\" : \(slot), \"identity\"")
            .write(toFile: file, atomically: true, encoding: .utf8)
        #expect(throws: KeyError.unreadable(file)) { try keys.credentials(of: .scheduler) }
    }

    @Test("In a live clinic nobody simulates, and only those who run it begin with a key")
    func liveClinic() throws {
        let other = try TemporaryFolder()
        try FileManager.default.createDirectory(
            atPath: other.path + "/keys", withIntermediateDirectories: true)
        let keys = KeyFolder(of: ClinicFolder(path: other.path))
        try keys.prepare(clinic: clinic, mode: live)
        let people = try keys.accessList().peers.map(\.identity).filter {
            $0.text.hasPrefix("cli-")
        }
        #expect(people == ["cli-dir", "cli-it1"])
        #expect(!keys.identities.contains(.simulator))
        try keys.renew("cli-t01", clinic: clinic, mode: live)
        #expect(try keys.accessList().peers.contains { $0.identity == "cli-t01" })
        #expect(throws: KeyError.stranger(.simulator)) {
            try keys.renew(.simulator, clinic: clinic, mode: live)
        }
    }

    @Test("A revoked key is never valid again, and no new one is made by itself")
    func revoked() throws {
        let key = try #require(
            try keys.accessList().peers.first { $0.identity == "cli-t01" }?.publicKey)
        try keys.revoke("cli-t01", clinic: clinic, mode: mode)
        #expect(try keys.accessList().admission(ofKey: key, at: nil) == .revoked("cli-t01"))
        try keys.prepare(clinic: clinic, mode: mode)
        #expect(throws: KeyError.missing("cli-t01")) { try keys.credentials(of: "cli-t01") }
        try keys.renew("cli-t01", clinic: clinic, mode: mode)
        let list = try keys.accessList()
        #expect(list.peers.contains { $0.identity == "cli-t01" && $0.publicKey != key })
        #expect(list.admission(ofKey: key, at: nil) == .revoked("cli-t01"))
    }

    @Test("Who is no part of the clinic gets no key; the hub's is not revoked")
    func strangers() throws {
        #expect(throws: KeyError.stranger("cli-nobody")) {
            try keys.renew("cli-nobody", clinic: clinic, mode: mode)
        }
        #expect(throws: KeyError.hubIsNotRevoked) {
            try keys.revoke(.hub, clinic: clinic, mode: mode)
        }
    }

    @Test(
        "A plugin cannot take the name, and with it the key, of a service or a person",
        arguments: ["ledger", "hub", "supervisor", "simulator", "cli-dir", "access"])
    func pluginNames(_ id: String) throws {
        try TherapyFolders.manifest(id).write(
            toFile: folder.path + "/plugin.json", atomically: true, encoding: .utf8)
        #expect(throws: PluginFault.self) { try TherapyFolder.read(folder.path, for: clinic) }
    }

    @Test("A key file that was damaged is told by its name, without its content")
    func damaged() throws {
        let file = keys.path + "/ledger.json"
        try #"{"identity": "ledger", "publicKey": "short", "secretKey": "s3cret"}"#
            .write(toFile: file, atomically: true, encoding: .utf8)
        #expect(throws: KeyError.unreadable(file)) { try keys.credentials(of: .ledger) }
        #expect(!"\(KeyError.unreadable(file).advice)".contains("s3cret"))
    }

    @Test("A stray file in the folder hinders nobody, and the hub's key stays here")
    func stray() throws {
        try FileManager.default.copyItem(
            atPath: keys.path + "/ledger.json", toPath: keys.path + "/ledger-old.json")
        try keys.revoke("cli-t01", clinic: clinic, mode: mode)
        #expect(try !keys.accessList().peers.contains { $0.identity == "ledger-old" })
        #expect(throws: KeyError.hubStaysHere) {
            try keys.export(.hub, address: nil, to: folder.path + "/hub")
        }
    }

    @Test("A join bundle has all that its identity needs elsewhere")
    func bundle() throws {
        let elsewhere = try TemporaryFolder()
        try FileManager.default.createDirectory(
            atPath: elsewhere.path + "/keys", withIntermediateDirectories: true)
        let file = elsewhere.path + "/keys/ledger.json"
        try keys.export(.ledger, address: "tcp://10.0.0.5:7400", to: file)
        let there = try KeyFolder(of: ClinicFolder(path: elsewhere.path)).credentials(of: .ledger)
        #expect(there.address == .remote(host: "10.0.0.5", port: 7400))
        #expect(there.slot == (try keys.credentials(of: .ledger)).slot)
        let own = try keys.storageKey(of: .ledger).hex
        let keysThere = KeyFolder(of: ClinicFolder(path: elsewhere.path))
        #expect(try keysThere.storageKey(of: .ledger).hex == own)
        try keys.export("cli-t01", address: nil, to: elsewhere.path + "/keys/cli-t01.json")
        #expect(throws: KeyError.storageMissing("cli-t01")) {
            try keysThere.storageKey(of: "cli-t01")
        }
        #expect(throws: KeyError.exists(file)) {
            try keys.export(.ledger, address: nil, to: file)
        }
    }

    @Test("Of several exports to one file at once, one writes it, whole", arguments: 0..<40)
    func exportsAtOnce(round: Int) async throws {
        let file = folder.path + "/bundle"
        let (keys, owners) = (keys, [Identity.ledger, .aftercare, .scheduler, .assessment])
        let made = await withTaskGroup(of: (Identity, (any Error)?).self) { group in
            for owner in owners + owners {
                group.addTask {
                    do { try keys.export(owner, address: nil, to: file) } catch {
                        return (owner, error)
                    }
                    return (owner, nil)
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        let winner = try #require(made.first { $0.1 == nil }?.0)
        #expect(made.filter { $0.1 == nil }.count == 1)
        #expect(made.allSatisfy { $0.1 == nil || $0.1 as? KeyError == .exists(file) })
        let text = try String(contentsOfFile: file, encoding: .utf8)
        #expect(text.contains(try keys.storageKey(of: winner).hex))
        let beside = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(beside.sorted() == ["bundle", "keys"])
    }

    @Test("Each process that keeps a journal has a key for it, of its own; others have none")
    func storage() throws {
        let holders = try keys.accessList().peers.map(\.identity).filter {
            !$0.text.hasPrefix("cli-")
        }
        #expect(holders.count > 5)
        #expect(Set(try holders.map { try keys.storageKey(of: $0).hex }).count == holders.count)
        for other in [Identity.hub, "cli-t01"] {
            #expect(throws: KeyError.storageMissing(other)) { try keys.storageKey(of: other) }
        }
    }

    @Test("A journal's key stays when its identity gets a new key pair, or loses it")
    func storageStays() throws {
        let key = try keys.storageKey(of: .ledger).hex
        try keys.renew(.ledger, clinic: clinic, mode: mode)
        try keys.revoke(.ledger, clinic: clinic, mode: mode)
        try keys.prepare(clinic: clinic, mode: mode)
        #expect(try keys.storageKey(of: .ledger).hex == key)
    }

    @Test("No new key is made beside a journal: its own has to come back")
    func storageLost() throws {
        let file = keys.path + "/ledger.storage"
        let key = try keys.storageKey(of: .ledger).hex
        let journals = ClinicFolder(path: folder.path).journals
        try FileManager.default.createDirectory(
            atPath: journals, withIntermediateDirectories: true)
        let owner = JournalIdentity(clinic: "small", kind: "rehearsal", identity: .ledger)
        try SQLiteJournal.open(
            folder: journals, identity: owner, key: try keys.storageKey(of: .ledger)
        ).close()
        try FileManager.default.removeItem(atPath: file)
        try keys.prepare(clinic: clinic, mode: mode)
        try keys.renew(.ledger, clinic: clinic, mode: mode)
        #expect(throws: KeyError.storageMissing(.ledger)) { try keys.storageKey(of: .ledger) }
        #expect(KeyError.storageMissing(.ledger).advice.remedy.contains("Put the file back"))

        try "\(key)\n".write(toFile: file, atomically: true, encoding: .utf8)
        try SQLiteJournal.open(
            folder: journals, identity: owner, key: try keys.storageKey(of: .ledger)
        ).close()
        try "\(key.dropLast())\n".write(toFile: file, atomically: true, encoding: .utf8)
        #expect(throws: KeyError.storageUnreadable(file)) { try keys.storageKey(of: .ledger) }
        #expect(!"\(KeyError.storageUnreadable(file).advice)".contains(key.prefix(8)))
    }

    @Test("Every built-in service may read what its core takes in")
    func readership() {
        for contract in MessageCatalog.contracts {
            let service = contract.service
            let permission = MessageCatalog.permission(of: service)
            for event in contract.reads {
                guard
                    let stream = EventStream(owner: event.owner ?? "cbt", entity: event.entity)
                else { continue }
                let address = Topic.Address.event(stream)
                let isOpen = !MessageCatalog.isIdentifying(stream)
                #expect(permission?.allows(reading: address, by: service) == isOpen, "\(stream)")
            }
        }
    }

    @Test("A role's permission covers exactly the commands that the role may give")
    func roles() {
        for role in Role.known {
            let permission = MessageCatalog.permission(of: [role], isRehearsal: true)
            for type in MessageCatalog.commands {
                let address = Topic.Address.command(
                    receiver: type.receiver, verb: type.verb, asker: "cli-a")
                #expect(
                    permission.allows(publishing: address, by: "cli-a")
                        == type.roles.contains(role))
            }
        }
        let desk = MessageCatalog.permission(of: [.frontDesk], isRehearsal: true)
        #expect(!desk.watches)
        #expect(!desk.reads.contains(.all))
    }
}
