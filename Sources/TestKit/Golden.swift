public import Foundation

/// A text that a file in the project fixes.
public enum Golden {
    /// What the file holds and what was made, where the two differ; `nil` where they agree.
    ///
    /// With `UPDATE_GOLDEN=1` in the environment the file is written instead, except under CI.
    ///
    /// - Parameters:
    ///   - text: what was made.
    ///   - path: the file, from the project's root.
    ///   - source: a file of the test target, to find the root from.
    public static func difference(_ text: String, path: String, source: String = #filePath) throws
        -> (expected: String, made: String)?
    {
        let file = root(of: source).appendingPathComponent(path)
        let expected = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        guard expected != text else { return nil }
        let environment = ProcessInfo.processInfo.environment
        guard environment["UPDATE_GOLDEN"] == "1", environment["CI"] == nil else {
            return (expected, text)
        }
        // Only where they differ: a build is made anew for each golden file that is written.
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try text.write(to: file, atomically: true, encoding: .utf8)
        return nil
    }

    /// The project's root: the folder above that has a `Package.swift` and a `Sources`.
    public static func root(of source: String = #filePath) -> URL {
        var folder = URL(fileURLWithPath: source).deletingLastPathComponent()
        while folder.path != "/",
            !FileManager.default.fileExists(atPath: folder.path + "/Sources/Messages")
        {
            folder.deleteLastPathComponent()
        }
        return folder
    }
}
