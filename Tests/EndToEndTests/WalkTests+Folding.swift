import Foundation
import Messages
import TestSupport
import Testing

/// What is long in a history of weeks is folded beside the loop, or said while it lasts.
extension RealProcesses.WalkTests {
    /// Takes back the first attendance of all: the service beats and is whole while it folds.
    func foldsBeside(_ history: History, in clinic: RunningClinic) async throws {
        let before = try await clinic.waits(for: "ready", of: "scheduler")
        let tap = try clinic.start(
            "cairn", ["tap", "scheduler.>", "--all", "--json", "--clinic", clinic.path])
        try await tap.prints("Following")
        let line = try #require(
            history.lines.first { try $0.type == "scheduler.attendance.recorded.v1" })
        let wrong = try line.read.id
        let command = Retract<SchedulerContract>(
            retraction: Retraction(event: wrong, reason: "Another client's."))
        let sent = try await clinic.cairn(
            "send", Retract<SchedulerContract>.type, "--as", "t01", "--body",
            try JSONText.readable(command))
        #expect(sent.code == 0, "\(sent.output)\(sent.errors)")
        // It said so in a heartbeat, and was whole again without having been started again.
        try await wait(for: "the heartbeat of a fold") {
            tap.output.contains(#""queued":1,"state":"degraded""#)
        }
        let after = try await clinic.waits(for: "ready", of: "scheduler", "aftercare")
        for name in ["scheduler", "aftercare", "assessment"] {
            #expect(after[name]?.pid == before[name]?.pid, "\(name)")
        }
        tap.signal(SIGINT)
        _ = try await tap.finish()
        let log = try #require(try clinic.logs().first { $0.name == "scheduler.log" })
        #expect(log.text.contains("folded beside the loop"))
        #expect(try await clinic.history().all(EnteredInError.self).contains { $0.event == wrong })
        let verdict = try await clinic.checked()
        #expect(verdict.code == 0, "\(verdict.output)\(verdict.errors)")
    }

    /// Who cannot be ready yet says in `cairn status` how far it came.
    func tellsProgress(in clinic: RunningClinic) async throws {
        let pid = try #require(try await clinic.status()?["assessment"]?.pid)
        #expect(kill(pid, SIGSTOP) == 0)
        defer { kill(pid, SIGCONT) }
        let restart = try clinic.start(
            "cairn", ["restart", "scheduler", "--clinic", clinic.path])
        defer { restart.signal(SIGKILL) }
        try await wait(for: "how far the scheduler is") {
            // Of the supervisor alone: the status waits for who is halted, longer than this lasts.
            let processes = try await clinic.cairn("ask", "supervisor.processes").output
            return processes.contains(/catching up: \d+ entries/)
        }
        #expect(kill(pid, SIGCONT) == 0)
        let ready = try await clinic.waits(for: "ready", of: "scheduler")
        #expect(ready["scheduler"]?.detail.contains("catching up") == false)
        #expect(try await restart.finish().code == 0)
    }

    /// Starts the scheduler as a link, as another build, and with a state of another fold.
    func startsAfterUpgrades(in clinic: RunningClinic) async throws {
        #expect(try await clinic.cairn("stop", "scheduler").code == 0)
        let place = clinic.folder.deletingLastPathComponent()
        let (link, copy) = (place.appending(path: "link"), place.appending(path: "copy"))
        let program = URL(filePath: Programs.path("cairn-scheduler"))
        do { try FileManager.default.linkItem(at: program, to: link) } catch {
            // Where the build is on another disk there is no link to it, but a copy with its time.
            try FileManager.default.copyItem(at: program, to: link)
            let time = try FileManager.default.attributesOfItem(atPath: program.path)
            let written = try #require(time[.modificationDate] as? Date)
            try FileManager.default.setAttributes(
                [.modificationDate: written], ofItemAtPath: link.path)
        }
        let linked = try await started(link, in: clinic, until: "ready")
        #expect(!linked.contains("from=0 "), "\(linked)")

        try Data(contentsOf: program).write(to: copy)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: copy.path)
        let other = try await started(copy, in: clinic, until: "folded beside the loop")
        #expect(!other.contains("from=0 "), "\(other)")
        #expect(other.contains("comparing the state of another build"))

        let file = clinic.folder.appending(path: "journals/scheduler.snapshot")
        var bytes = try Data(contentsOf: file)
        let name = try #require(bytes.firstRange(of: Data("scheduler ".utf8)))
        // The version of the fold stands behind the name; there never was a zeroth.
        #expect((UInt8(ascii: "1")...UInt8(ascii: "9")).contains(bytes[name.upperBound]))
        bytes[name.upperBound] = UInt8(ascii: "0")
        try bytes.write(to: file)
        let notices = NoticeListener(path: "\(place.path)/notices")
        let anew = try await started(
            program, in: clinic, until: "ready", telling: notices.path)
        #expect(anew.contains("another version of the fold"))
        #expect(anew.contains("from=0 "))
        let told = notices.received()
        // So short a history is folded at once: how far it came is told when it is done.
        let progress = told.filter { $0.contains("EXTEND_TIMEOUT_USEC=") }
        #expect(progress.contains { $0.contains(" entries") }, "\(told)")
        #expect(try await clinic.cairn("start", "scheduler").code == 0)
        try await clinic.waits(for: "ready", of: "scheduler")
    }

    /// Runs a program of the scheduler by hand until it has logged something; all that it logged.
    private func started(
        _ program: URL, in clinic: RunningClinic, until words: String, telling path: String? = nil
    ) async throws -> String {
        let told = path.map { ["NOTIFY_SOCKET=\($0)"] } ?? []
        let run = try clinic.start(
            "/usr/bin/env", told + [program.path, "--clinic", clinic.path])
        try await wait(for: "\(words) of \(program.lastPathComponent)") {
            guard run.isRunning else { throw TestFault(run.errors) }
            return run.errors.contains(words)
        }
        run.signal(SIGTERM)
        let result = try await run.finish()
        #expect(result.code == 0, "\(result.errors)")
        return result.errors
    }
}
