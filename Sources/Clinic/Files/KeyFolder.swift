package import Bus
internal import Foundation
package import Journal
package import Messages
internal import Platform

/// `<clinic>/keys`: a key pair for each identity, and the list of who may join by which key.
///
/// A file for each identity, readable for its user alone: `scheduler.json`, and beside it the key
/// of its journal, `scheduler.storage`. What is secret is nowhere else; the list, `access.json`,
/// holds public keys and permissions.
package struct KeyFolder: Sendable {
    package let path: String
    private let folder: ClinicFolder

    package init(of folder: ClinicFolder) {
        self.folder = folder
        path = folder.keys
    }

    /// What a file of this folder holds.
    struct Stored: Codable {
        var identity: Identity
        var publicKey: String
        /// `nil` once it was handed over to where the identity works.
        var secretKey: String?
        /// The public key of the hub that it is for.
        var hubKey: String?
        var address: String?
        var slot: Int?
        /// In a join bundle only: the key of the identity's journal.
        var storageKey: String?
        /// Of a join bundle: what the clinic is, for the folder that is made of it elsewhere.
        var clinic: ClinicMode?
        /// Of a join bundle: the text of `clinic.yaml`.
        var configuration: String?
    }

    package var accessFile: String { path + "/access.json" }

    /// The identities that have a key, in order.
    package var identities: [Identity] { names(ending: ".json").filter { $0 != "access" } }

    /// Whose folder this is, if it was made of a join bundle: the clinic's own has the hub's keys.
    package var joined: Identity? {
        guard !exists(.hub) else { return nil }
        return identities.first { (try? stored($0))?.hubKey != nil }
    }

    /// Refuses what only the clinic's own folder can do.
    ///
    /// - Throws: ``ClinicError/joined(_:folder:)``
    package func requireOwn() throws {
        if let joined { throw ClinicError.joined(joined, folder: folder.path) }
    }

    /// The list as it was written last; an empty one before that.
    package func accessList() throws -> AccessList {
        guard try isThere(accessFile) else { return AccessList() }
        let list = try read(AccessList.self, from: accessFile)
        let slots = list.peers.map(\.slot)
        // Two at one door: on TCP that is one port, at which the hub could not tell them apart.
        guard slots.allSatisfy(AccessList.isSlot), Set(slots).count == slots.count else {
            throw KeyError.unreadable(accessFile)
        }
        return list
    }

    /// Whether the list was written a moment ago: the hub, which looks twice in a second, may not
    /// know it yet.
    package var isListNew: Bool {
        let written = (try? FileManager.default.attributesOfItem(atPath: accessFile))?[
            .modificationDate]
        return (written as? Date).map { Date.now.timeIntervalSince($0) < 10 } ?? false
    }

    /// The list of a clinic that has one: an empty one in its place would let nobody in.
    package func existingAccessList() throws -> AccessList {
        guard try isThere(accessFile) else { throw KeyError.listMissing(accessFile) }
        return try accessList()
    }

    /// The hub's own keys.
    package func hubKeys() throws -> KeyPair {
        let stored = try stored(.hub)
        guard let secret = stored.secretKey else { throw KeyError.missing(.hub) }
        return KeyPair(publicKey: stored.publicKey, secretKey: secret)
    }

    /// What an identity needs to join.
    package func credentials(of identity: Identity) throws -> PeerCredentials {
        let own = try stored(identity)
        guard let secret = own.secretKey else { throw KeyError.missing(identity) }
        let hubKey = try own.hubKey ?? publicHubKey()
        // Behind a join bundle there is no list: where to go stands in the key's file.
        let address = own.address.flatMap { HubAddress(tcp: $0) }
        // On this computer a door is found by its name, and no list is needed.
        let slot =
            own.slot ?? (try? accessList())?.peers.first { $0.identity == identity }?.slot ?? 0
        return PeerCredentials(
            identity: identity, address: address ?? HubAddress(clinicFolder: folder.path),
            slot: slot, keys: KeyPair(publicKey: own.publicKey, secretKey: secret),
            hubKey: hubKey)
    }

    /// The hub's public key; while the clinic is up also where its file is gone or damaged.
    private func publicHubKey() throws -> String {
        do { return try stored(.hub).publicKey } catch {
            guard let known = folder.inForce?.hubKey else { throw error }
            return known
        }
    }

    /// The key of an identity's journal: from its own file, or from the bundle that it joined with.
    package func storageKey(of identity: Identity) throws -> JournalKey {
        let file = storageFile(of: identity)
        if try isThere(file) {
            let text = String(decoding: try PlainFile.ofClinic(file), as: UTF8.self)
            guard text.last == "\n", let key = JournalKey(hex: String(text.dropLast())) else {
                throw KeyError.storageUnreadable(file)
            }
            return key
        }
        guard exists(identity), let text = try stored(identity).storageKey else {
            throw KeyError.storageMissing(identity)
        }
        guard let key = JournalKey(hex: text) else {
            throw KeyError.unreadable(self.file(of: identity))
        }
        return key
    }

    /// A file that is there once an identity's journal has begun. It is kept with the keys, so that
    /// a lost or empty disk of journals is not taken for a new clinic's.
    package func witness(of identity: Identity) -> String { "\(path)/\(identity).begun" }

    /// Whose journals have begun, in order.
    package var begun: [Identity] { names(ending: ".begun") }

    private func names(ending: String) -> [Identity] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.filter { $0.hasSuffix(ending) }
            .compactMap { Identity(String($0.dropLast(ending.count))) }.sorted()
    }

    /// What an identity needs of this folder to start, if it is there.
    package func files(of identity: Identity) -> [String] {
        [file(of: identity), storageFile(of: identity), witness(of: identity)]
    }

    /// Makes the keys that are missing, and writes the list anew from what the clinic is now.
    ///
    /// An identity whose key was revoked gets none by itself.
    package func prepare(clinic: Clinic, mode: ClinicMode) throws {
        try requireOwn()
        try locked {
            var list = try accessList()
            let barred = Set(list.revoked.values)
            let wanted = wanted(clinic: clinic, mode: mode)
            for identity in wanted where !exists(identity) && !barred.contains(identity) {
                try HubAddress(clinicFolder: folder.path).check(identity)
                try make(identity)
            }
            for identity in wanted { try makeStorageKey(of: identity) }
            try write(&list, clinic: clinic, mode: mode)
        }
    }

    /// Makes a new key pair for an identity; the old one, if there is one, is revoked.
    package func renew(_ identity: Identity, clinic: Clinic, mode: ClinicMode) throws {
        try locked {
            var list = try accessList()
            let known = wanted(clinic: clinic, mode: mode, everyone: true)
            guard known.contains(identity) else { throw KeyError.stranger(identity) }
            try requireMadeHere(identity)
            try requireOwn()
            if exists(identity) { list.revoked[try stored(identity).publicKey] = identity }
            try HubAddress(clinicFolder: folder.path).check(identity)
            try make(identity)
            try makeStorageKey(of: identity)
            try write(&list, clinic: clinic, mode: mode)
        }
    }

    /// Takes an identity's key away: the hub lets it in no more.
    package func revoke(_ identity: Identity, clinic: Clinic, mode: ClinicMode) throws {
        try locked {
            guard identity != .hub else { throw KeyError.hubIsNotRevoked }
            if !exists(identity) { try requireOwn() }
            guard exists(identity) else { throw KeyError.missing(identity) }
            try requireMadeHere(identity)
            var list = try accessList()
            list.revoked[try stored(identity).publicKey] = identity
            try write(&list, clinic: clinic, mode: mode)
            try FileManager.default.removeItem(atPath: file(of: identity))
        }
    }

    /// An identity's key file, for a computer where it is to work: with the hub's public key, where
    /// the hub is, and the key of its journal.
    package func export(_ identity: Identity, address: String?, to file: String) throws {
        guard identity != .hub else { throw KeyError.hubStaysHere }
        try requireOwn()
        var stored = try stored(identity)
        guard stored.secretKey != nil else { throw KeyError.missing(identity) }
        stored.hubKey = try self.stored(.hub).publicKey
        stored.address = address ?? (try? folder.clinic())?.listen
        stored.clinic = try? folder.mode()
        stored.configuration = (try? PlainFile.ofClinic(folder.configuration)).map {
            String(decoding: $0, as: UTF8.self)
        }
        if KeyFolder.keepsJournal(identity) { stored.storageKey = try storageKey(of: identity).hex }
        // Without its door in the list it would knock at another's.
        stored.slot = try existingAccessList().peers.first { $0.identity == identity }?.slot
        let text = try JSONText.readable(stored)
        do { try DurableFile.create(file, with: Array(text.utf8)) } catch {
            throw error.errno == EEXIST
                ? KeyError.exists(file)
                : ClinicError.refused(SystemFault(error.errno), "write", file)
        }
    }

    /// Makes a folder of a join bundle, for the one identity that is to work there.
    ///
    /// - Returns: that identity.
    package func join(bundle file: String) throws -> Identity {
        guard var stored = try? read(Stored.self, from: file), let mode = stored.clinic,
            let text = stored.configuration, stored.hubKey != nil,
            stored.secretKey != nil
        else { throw KeyError.noBundle(file) }
        guard stored.address.map(KeyFolder.isAddress) == true else {
            throw KeyError.noAddress(file)
        }
        try folder.create(configuration: text, mode: mode)
        (stored.clinic, stored.configuration) = (nil, nil)
        try KeyFolder.write(
            JSONText.readable(stored), to: self.file(of: stored.identity))
        return stored.identity
    }

    /// Whether a text is an address that a hub can listen at.
    package static func isAddress(_ text: String) -> Bool { HubAddress(tcp: text) != nil }

    /// Who should have a key. People get one at once in a rehearsal; in a live clinic, those who
    /// run it, and the others when somebody makes it for them.
    private func wanted(
        clinic: Clinic, mode: ClinicMode, everyone: Bool = false
    ) -> [Identity] {
        let people = clinic.staff.filter { person in
            mode.isRehearsal || everyone || !Set(person.roles).isDisjoint(with: Set.operators)
        }
        return [.hub, .supervisor] + clinic.services.filter { $0 != .hub }
            + (mode.isRehearsal ? [.simulator] : []) + people.compactMap { Identity(person: $0.id) }
            + ApprovedList(in: folder).plugins.map(\.plugin)
    }

    private func write(_ list: inout AccessList, clinic: Clinic, mode: ClinicMode) throws {
        let earlier = Dictionary(
            list.peers.map { ($0.identity, $0) }, uniquingKeysWith: { first, _ in first })
        var next = (list.peers.map(\.slot).max() ?? -1) + 1
        var peers: [AccessList.Peer] = []
        let approved = ApprovedList(in: folder)
        for identity in identities where identity != .hub {
            // A file that is no key of that name opens no door, and hinders no other.
            guard let key = try? stored(identity).publicKey, list.revoked[key] == nil,
                let permission = KeyFolder.permission(
                    of: identity, clinic: clinic, mode: mode,
                    approved: approved, granted: earlier[identity]?.permission)
            else { continue }
            let slot = earlier[identity]?.slot ?? next
            if earlier[identity] == nil { next += 1 }
            peers.append(
                AccessList.Peer(
                    identity: identity, slot: slot, publicKey: key, permission: permission))
        }
        list.peers = peers
        // The hub opens its doors anew when the list was written: only a change is.
        guard try peers != accessList().peers || list.revoked != accessList().revoked else {
            return
        }
        try KeyFolder.write(JSONText.readable(list), to: accessFile)
    }

    /// What an identity may do; `nil` for one that the clinic does not know.
    ///
    /// - Parameter granted: what it was granted. A service that this build's catalog lacks keeps
    ///   it, and so does everyone what concerns that service: another build, which knows the
    ///   service, wrote it down.
    private static func permission(
        of identity: Identity, clinic: Clinic, mode: ClinicMode, approved: ApprovedList,
        granted: Permission?
    ) -> Permission? {
        let known = permission(of: identity, clinic: clinic, mode: mode, approved: approved)
        let plugins = approved.plugins.map(\.plugin)
        let strangers = clinic.services.filter {
            MessageCatalog.permission(of: $0) == nil && !plugins.contains($0)
        }
        if strangers.contains(identity) { return granted ?? Permission() }
        guard let known, let granted else { return known }
        return known.keeping(granted, about: Set(strangers))
    }

    /// What an identity may do by this build's catalog; `nil` for one that it does not know.
    private static func permission(
        of identity: Identity, clinic: Clinic, mode: ClinicMode, approved: ApprovedList
    ) -> Permission? {
        if identity == .simulator, !mode.isRehearsal { return nil }
        if let builtIn = MessageCatalog.permission(of: identity) { return builtIn }
        if let person = clinic.staff.first(where: { Identity(person: $0.id) == identity }) {
            return MessageCatalog.permission(
                of: Set(person.roles), isRehearsal: mode.isRehearsal)
        }
        return approved.plugins.first { $0.plugin == identity }?.permission
    }

    private func make(_ identity: Identity) throws {
        let pair = try KeyPair.generate()
        let stored = Stored(
            identity: identity, publicKey: pair.publicKey, secretKey: pair.secretKey)
        try KeyFolder.write(JSONText.readable(stored), to: file(of: identity))
    }

    /// A join bundle holds the key of the journal too: a new pair in its place would lose it, and
    /// would be known to no hub.
    private func requireMadeHere(_ identity: Identity) throws {
        guard exists(identity), try stored(identity).hubKey != nil else { return }
        throw KeyError.madeElsewhere(identity)
    }

    /// Only before there is a journal: one that was made with a lost key is not read with a new one.
    private func makeStorageKey(of identity: Identity) throws {
        let files = FileManager.default
        guard KeyFolder.keepsJournal(identity),
            !files.fileExists(atPath: storageFile(of: identity)),
            !files.fileExists(atPath: "\(folder.journals)/\(identity).sqlite"),
            !files.fileExists(atPath: witness(of: identity)),
            (try? stored(identity))?.storageKey == nil
        else { return }
        try KeyFolder.write("\(JournalKey.random().hex)\n", to: storageFile(of: identity))
    }

    /// The hub keeps nothing, and people keep what they know.
    private static func keepsJournal(_ identity: Identity) -> Bool {
        identity != .hub && !identity.isPerson
    }

    private func storageFile(of identity: Identity) -> String { "\(path)/\(identity).storage" }

    private func file(of identity: Identity) -> String { "\(path)/\(identity).json" }

    private func exists(_ identity: Identity) -> Bool {
        FileManager.default.fileExists(atPath: file(of: identity))
    }

    /// Whether a file is there. One that may not be looked at is not missing: a new one in its place
    /// would revoke a key, or lose a journal.
    private func isThere(_ file: String) throws(ClinicError) -> Bool {
        if access(file, F_OK) == 0 { return true }
        guard errno == ENOENT else { throw .refused(SystemFault(errno), "read", file) }
        return false
    }

    private func stored(_ identity: Identity) throws -> Stored {
        guard try isThere(file(of: identity)) else { throw KeyError.missing(identity) }
        let stored = try read(Stored.self, from: file(of: identity))
        let keys = [stored.publicKey, stored.secretKey, stored.hubKey].compactMap(\.self)
        guard stored.identity == identity, keys.allSatisfy(KeyPair.isKey),
            stored.slot.map(AccessList.isSlot) ?? true
        else {
            throw KeyError.unreadable(file(of: identity))
        }
        return stored
    }

    private func read<Value: Decodable>(_ type: Value.Type, from file: String) throws -> Value {
        let bytes = try PlainFile.ofClinic(file)
        guard let value = try? JSONText.decode(type, from: bytes) else {
            throw KeyError.unreadable(file)
        }
        return value
    }

    /// Whole or not at all, and never readable for others, not for a moment.
    private static func write(_ text: String, to file: String) throws {
        do { try DurableFile.replace(file, with: Array(text.utf8)) } catch {
            throw ClinicError.refused(SystemFault(error.errno), "write", file)
        }
    }

    /// One process changes the folder at a time.
    private func locked(_ change: () throws -> Void) throws {
        let lock: FileLock
        do { lock = try FileLock(path: path + "/lock", waits: true) } catch {
            // Whoever waits is not told that another has it.
            guard case .system(let number) = error else { throw error }
            throw ClinicError.refused(SystemFault(number), "write", path)
        }
        defer { withExtendedLifetime(lock) {} }
        try change()
    }
}
