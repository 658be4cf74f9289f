import Messages
import Platform
import Testing

@Suite("The program that runs")
struct RunningProgramTests {
    @Test("The executable names the build that it is")
    func build() throws {
        #expect(try #require(RunningProgram.build).hasPrefix(CairnVersion.text))
        #expect(RunningProgram.build == RunningProgram.build)
    }
}
