internal import ArgumentParser
internal import ClinicClient
internal import ClinicFiles
internal import Messages

/// Says how the clinic is.
struct StatusCommand: Visit {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Say how the clinic is: open alerts, then processes.",
        discussion: """
            Exits with 0 only if the clinic works, 1 if anything keeps it from working, which is \
            said with what to do, and 69 if the clinic is not up. docs/operating/status.md lists \
            all that it looks at.

            Alerts stand in the order in which to act. Who may acknowledge one (--as, or \
            CAIRN_AS) sees what it is and what to do, and nobody sees whom.
            """)

    @OptionGroup var visitor: VisitOptions

    func run() async throws {
        do { try await goThere() } catch ClinicError.joined(let identity, let folder) {
            // Nobody may look around from there; whether the hub can be reached is seen all the same.
            if let reach = HubReach(of: ClinicFolder(path: folder)) {
                Terminal.standard.note(reach.tried().description)
            }
            throw ClinicError.joined(identity, folder: folder)
        }
    }

    func visit(_ opened: OpenedClinic, over session: inout BusSession) async throws -> Output {
        var report = await session.report(on: opened)
        report.leftOut = opened.leftOut
        report.files = FolderCondition(in: opened.folder)
        report.mayAct = try visitor.person.mayAcknowledge(in: opened)
        report.supervisor = SupervisorProcess(folder: opened.folder).pid
        let output = Output(
            report.lines.map { Output.Line($0) }, ending: report.isWrong ? .wrong : .done)
        guard report.supervisor == nil, report.processes == nil else { return output }
        return output.failing(ClientError.clinicNotUp(folder: opened.folder.path))
    }
}
