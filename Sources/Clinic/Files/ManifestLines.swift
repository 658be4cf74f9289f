/// The lines of a manifest, for its faults: JSON is read as the YAML that it is, too.
struct ManifestLines {
    /// `nil` where it is none, or could keep its reader busy: anybody may have written it.
    private let text: DescriptionText?
    /// The line in which what is no YAML breaks off.
    let end: Int?

    init(_ bytes: [UInt8]) {
        do {
            let text = String(decoding: bytes, as: UTF8.self)
            self.text = ManifestLines.isHarmless(bytes) ? try DescriptionText(text) : nil
            end = nil
        } catch {
            text = nil
            end = (error as? DescriptionText.Unreadable)?.faults.first?.line
        }
    }

    /// The line of a part, else of the nearest part around it.
    func line(of path: [String]) -> Int? { text?.line(of: path) }

    /// A fault with its line.
    func told(_ words: String, at line: Int?) -> String {
        DescriptionText.Fault(line: line, words: words).text
    }

    /// One object that is not deep, and without what YAML alone has: anchors that repeat a part.
    private static func isHarmless(_ bytes: [UInt8]) -> Bool {
        let blanks = [0x20, 0x09, 0x0A, 0x0D].map(UInt8.init)
        let braces = [UInt8(ascii: "{"), UInt8(ascii: "[")]
        return bytes.first { !blanks.contains($0) } == braces[0]
            && bytes.count { braces.contains($0) } <= 512
            && !(bytes.contains(UInt8(ascii: "&")) && bytes.contains(UInt8(ascii: "*")))
    }
}
