internal import FoundationEssentials
internal import Glibc
internal import Messages
internal import TherapyContract

extension Therapy {
    /// Speaks the pipe on descriptors 3 and 4 until the host says goodbye, or is gone. `@main` calls
    /// it. The contract is `plugin.json` of the current folder, which is the therapy's own.
    public static func main() {
        guard let data = try? Data(contentsOf: URL(filePath: "plugin.json")),
            let contract = try? JSONText.decode(PluginContract.self, from: Array(data))
        else {
            leave("Could not read plugin.json in the current folder. Start the therapy there.")
        }
        var therapist = PipeTherapist<Self>(contract)
        var buffer = LineBuffer()
        do {
            while let bytes = Descriptor.read() {
                for line in try buffer.take(bytes) {
                    let answer = therapist.answer(line)
                    guard Descriptor.write(answer.line + [UInt8(ascii: "\n")]), !answer.isLast
                    else { return }
                }
            }
        } catch { leave("\(error.advice)") }
    }

    private static func leave(_ complaint: String) -> Never {
        _ = Descriptor.write(Array("\(complaint)\n".utf8), to: STDERR_FILENO)
        exit(78)
    }
}
