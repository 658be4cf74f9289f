import Foundation
import PackagePlugin

/// Puts the files of a target's folder `Data` into its program, before each build.
///
/// A file that is added is there without a line of Swift: see docs/decisions/0034.
@main
struct EmbedData: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        let folder = target.directoryURL.appending(path: "Data")
        let found = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        let files = (found?.compactMap { $0 as? URL } ?? [])
            .filter { $0.pathExtension == "json" }.sorted { $0.path < $1.path }
        let folders = Set(files.map { $0.deletingLastPathComponent() })
        let embedded = context.pluginWorkDirectoryURL.appending(path: "EmbeddedData.swift")
        return [
            .buildCommand(
                displayName: "Embedding data files",
                executable: try context.tool(named: "embed-data").url,
                arguments: [embedded.path, folder.path] + files.map(\.path),
                // The folders as well: a file that is added changes them.
                inputFiles: files + folders.sorted { $0.path < $1.path }, outputFiles: [embedded])
        ]
    }
}
