internal import Foundation
internal import TherapyTools

/// A therapy's folder while its author works on it.
struct WatchedFolder {
    private let path: String

    init(_ path: String) { self.path = path }

    /// What its files are now: another text once one of them is.
    ///
    /// Of what is built from it the program alone counts; nothing else that is hidden does.
    var mark: String {
        let files = FileManager.default
        var marks: [String] = []
        let all = files.enumerator(
            at: URL(filePath: path), includingPropertiesForKeys: Array(Self.keys),
            options: [.skipsHiddenFiles])
        while let file = all?.nextObject() as? URL {
            guard !file.pathComponents.contains("__pycache__"), let mark = Self.mark(of: file)
            else { continue }
            marks.append(mark)
        }
        marks += StagedPlugin.programs(of: path).compactMap { Self.mark(of: URL(filePath: $0)) }
        return marks.sorted().joined(separator: "\n")
    }

    /// Waits until they are others than they were.
    func changes(from mark: String) async throws {
        while self.mark == mark { try await Task.sleep(for: .milliseconds(250)) }
    }

    private static let keys: Set<URLResourceKey> = [
        .contentModificationDateKey, .fileSizeKey, .isRegularFileKey,
    ]

    private static func mark(of file: URL) -> String? {
        guard let values = try? file.resourceValues(forKeys: keys), values.isRegularFile == true
        else { return nil }
        let changed = values.contentModificationDate?.timeIntervalSinceReferenceDate ?? 0
        return "\(file.path) \(values.fileSize ?? 0) \(changed)"
    }
}
