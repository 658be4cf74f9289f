import Foundation
import Messages
import Synchronization
import Testing

@testable import ClinicClient
@testable import cairn

@Suite("A long result")
struct OutputFileTests {
    private let folder: String

    init() throws {
        folder = FileManager.default.temporaryDirectory.path + "/output-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
    }

    private var file: String { folder + "/history.jsonl" }
    private func text(_ path: String) -> String? {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    }
    private func permissions(_ path: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return try #require(attributes[.posixPermissions] as? NSNumber).intValue
    }
    private var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: folder).sorted() }
    }

    @Test(
        "No result is written over what makes a clinic, however it is named",
        arguments: [
            "clinic/clinic.json", "clinic/clinic.yaml", "clinic/keys/a.storage",
            "clinic/journals/a.sqlite", "clinic/logs/../run/x/y", "clinic/plugins/p/plugin.json",
            "link/clinic.yaml", "file", "clinic.json",
        ])
    func ownFiles(name: String) throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let files = FileManager.default
        for part in ["keys", "journals", "run", "logs", "plugins"] {
            try files.createDirectory(
                atPath: "\(folder)/clinic/\(part)", withIntermediateDirectories: true)
        }
        try Data("{}".utf8).write(to: URL(filePath: "\(folder)/clinic/clinic.json"))
        try Data("mine".utf8).write(to: URL(filePath: "\(folder)/clinic/clinic.yaml"))
        try files.createSymbolicLink(atPath: "\(folder)/link", withDestinationPath: "clinic")
        try files.createSymbolicLink(
            atPath: "\(folder)/file", withDestinationPath: "clinic/clinic.yaml")
        let error = #expect(throws: ClientError.self) { try OutputFile("\(folder)/\(name)") }
        let advised = try #require(error?.advice.remedy.split(separator: " ").last?.dropLast())
        #expect(throws: Never.self, "the remedy works") { try ClinicsOwn.refuse(String(advised)) }
        #expect(text("\(folder)/clinic/clinic.yaml") == "mine")
        #expect(try files.contentsOfDirectory(atPath: "\(folder)/clinic").count == 7)
        try OutputFile.write("[]", to: "\(folder)/clinic/heads.json")
        #expect(text("\(folder)/clinic/heads.json") == "[]")
    }

    @Test("It takes its name when it is whole, and is its owner's alone", arguments: [true, false])
    func replaced(isThere: Bool) throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        if isThere {
            try Data("older".utf8).write(to: URL(filePath: file))
            chmod(file, 0o644)
        }
        let output = try OutputFile(file)
        try output.line(Array(repeating: 0x61, count: 100_000))
        #expect(text(file) == (isThere ? "older" : nil))
        let draft = try #require(try names.first { $0.contains(".partial-") })
        #expect(try permissions(folder + "/" + draft) == 0o600)
        try output.line([0x62])
        try output.finish()
        #expect(text(file) == String(repeating: "a", count: 100_000) + "\nb\n")
        #expect(try permissions(file) == 0o600)
        #expect(try names == ["history.jsonl"])
    }

    @Test("What is given up leaves the older file, and nothing half")
    func givenUp() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Data("older".utf8).write(to: URL(filePath: file))
        do { try OutputFile(file).line(Array("half".utf8)) }
        #expect(text(file) == "older")
        #expect(try names == ["history.jsonl"])
        #expect(throws: ClientError.self) { try OutputFile(folder + "/none/history.jsonl") }
    }

    @Test("A link leads on to the file, and a pipe is written to as it is")
    func others() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Data("older".utf8).write(to: URL(filePath: file))
        let link = folder + "/link"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: file)
        try OutputFile.write("new", to: link)
        #expect(text(file) == "new")
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == file)

        let pipe = folder + "/pipe"
        #expect(mkfifo(pipe, 0o600) == 0)
        let reader = open(pipe, O_RDONLY | O_NONBLOCK)
        defer { close(reader) }
        try OutputFile.write("through", to: pipe)
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = read(reader, &bytes, bytes.count)
        #expect(String(decoding: bytes.prefix(max(0, count)), as: UTF8.self) == "through")
    }

    @Test("A signal and a full pipe cost nothing: all bytes arrive, and no call is made in vain")
    func interrupted() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let calls = Mutex<[String]>([])
        let bytes = Array("abcdefgh".utf8)
        let taken = Mutex<[UInt8]>([])
        let script: Mutex<[Result<Int, WholeWrite.Failure>]> = Mutex([
            .failure(.init(number: EINTR)), .success(3), .failure(.init(number: EAGAIN)),
            .failure(.init(number: EINTR)), .success(1),
        ])
        let write = WholeWrite(
            write: { _, rest in
                calls.withLock { $0.append("write") }
                let next = script.withLock { $0.isEmpty ? .success(rest.count) : $0.removeFirst() }
                if case .success(let count) = next {
                    taken.withLock { $0 += rest.prefix(count) }
                }
                return next
            }, wait: { _ in calls.withLock { $0.append("wait") } })
        try write(bytes, to: 1)
        #expect(taken.withLock { $0 } == bytes)
        #expect(
            calls.withLock { $0 } == ["write", "write", "write", "wait", "write", "write", "write"])

        script.withLock { $0 = [.success(2), .failure(.init(number: ENOSPC))] }
        #expect(throws: WholeWrite.Failure(number: ENOSPC)) { try write(bytes, to: 1) }
        script.withLock { $0 = [.failure(.init(number: ENOSPC))] }
        let output = try OutputFile(file, write: write)
        try output.line([0x61])
        #expect(throws: ClientError.self) { try output.finish() }
        #expect(text(file) == nil)
    }

    @Test("A pipe that is full is waited for until somebody reads")
    func fullPipe() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var ends: [Int32] = [0, 0]
        #expect(pipe(&ends) == 0)
        let (reader, writer) = (ends[0], ends[1])
        #expect(fcntl(writer, F_SETFL, O_NONBLOCK) == 0)
        let bytes = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 / 7) }
        let reading = Task.detached {
            var all: [UInt8] = []
            var part = [UInt8](repeating: 0, count: 4_096)
            while true {
                let count = read(reader, &part, part.count)
                guard count > 0 else { return all }
                all += part.prefix(count)
            }
        }
        try WholeWrite()(bytes, to: writer)
        close(writer)
        #expect(await reading.value == bytes)
        close(reader)
    }
}
