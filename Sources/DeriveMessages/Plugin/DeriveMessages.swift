import Foundation
import PackagePlugin

/// Derives what follows from the declarations of messages, before each build of Messages.
///
/// It makes one Swift file in the build folder: the initialisers, the parts of each type's name,
/// the marks, and the golden files of docs/protocol as text. See docs/decisions/0027.
@main
struct DeriveMessages: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        guard let target = target as? SwiftSourceModuleTarget else { return [] }
        let declarations = target.sourceFiles(withSuffix: "swift").map(\.url)
            .filter { $0.pathComponents.contains("Services") }.sorted { $0.path < $1.path }
        let golden = context.package.directoryURL.appending(path: "docs/protocol")
        let files = try FileManager.default.contentsOfDirectory(
            at: golden, includingPropertiesForKeys: nil
        ).filter { $0.pathExtension == "json" }.sorted { $0.path < $1.path }
        let derived = context.pluginWorkDirectoryURL.appending(path: "DerivedMessages.swift")
        return [
            .buildCommand(
                displayName: "Deriving initialisers, marks and examples of messages",
                executable: try context.tool(named: "derive-messages").url,
                arguments: [derived.path, golden.path] + declarations.map(\.path),
                // The folder as well: a file that is added changes it.
                inputFiles: declarations + files + [golden], outputFiles: [derived])
        ]
    }
}
