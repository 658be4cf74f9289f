internal import Dispatch
internal import Glibc
internal import Messages
internal import SupervisorCore
internal import SystemPackage

extension ProcessControl {
    /// Launches a process; whether it began, and how it ended, comes back as inputs.
    func spawn(_ name: Identity) {
        guard var process = processes[name] else { return }
        process.run += 1
        process.text = nil
        process.refusal = nil
        let run = process.run
        do {
            if let fresh = try configuration.respecifying(name) { process.specification = fresh }
            let queue = queue
            let socket = try ReadinessSocket(path: configuration.clinic.socket(of: name)) {
                [weak self] in
                queue.sync { self?.assumeIsolated { $0.readNotices(of: name) } }
            }
            process.socket = socket
            processes[name] = process
            let pipe = try Pipe()
            let child = ChildProcess(
                specification: process.specification,
                additions: additions(for: process, socket: socket), output: pipe.writeEnd)
            Task {
                var isRead = false
                let exit = await child.run {
                    await self.started(name, run: run, pid: $0)
                    // Not before: what stands behind the line that it started is this run's.
                    logs.collect(pipe.readEnd, for: name)
                    isRead = true
                }
                if !isRead { try? pipe.readEnd.close() }
                await self.ended(name, run: run, exit: exit)
            }
        } catch {
            if !(error is SupervisionError) { process.refusal = (error as? any Remediable)?.advice }
            processes[name] = process
            let number: Int32 =
                switch error as? SupervisionError {
                case .system(_, _, let number): number
                case .pathTooLong: ENAMETOOLONG
                case nil where process.refusal != nil: ENOENT
                default: EIO
                }
            Task { await ended(name, run: run, exit: .notLaunched(number)) }
        }
    }

    private func started(_ name: Identity, run: Int, pid: Int32) async {
        // It is there at least as a zombie: nobody waits for it before this returns.
        processes[name]?.leader = ProcessTable.entry(of: pid)
        recordProcesses()
        send(.started(pid: pid), to: name, run: run)
        await logs.note("\(now()) \(name) started, process \(pid)", for: name)
    }

    private func ended(_ name: Identity, run: Int, exit: Exit) async {
        await logs.note("\(now()) \(name) \(exit)", for: name)
        guard processes[name]?.run == run else { return }
        // Its last words count: a process may say that it stops, and be gone before they are read.
        readNotices(of: name)
        processes[name]?.socket?.close()
        processes[name]?.socket = nil
        send(.exited(exit), to: name, run: run)
        processes[name]?.leader = nil
        recordProcesses()
    }

    func readNotices(of name: Identity) {
        for notice in processes[name]?.socket?.read() ?? [] {
            if case .status(let text) = notice {
                processes[name]?.text = text
            } else {
                send(.notified(notice), to: name)
            }
        }
    }

    /// Signals a process with all that it started and that stayed in its group.
    func signal(_ number: Int32, toGroupOf name: Identity) {
        guard let leader = processes[name]?.leader, leader.pid > 1 else { return }
        // Once the leader has been waited for, its number may come back, as somebody else.
        if let entry = ProcessTable.entry(of: leader.pid), entry.startTicks != leader.startTicks {
            return
        }
        kill(-leader.pid, number)
    }
}
