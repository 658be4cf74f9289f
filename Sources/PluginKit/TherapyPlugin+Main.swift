internal import ArgumentParser
internal import ClinicFiles
internal import Foundation
internal import Messages
internal import Platform
internal import ServiceKit

extension TherapyPlugin {
    /// Runs the plugin as a process of its clinic. `@main` calls it, and takes no other isolation.
    @concurrent public static func main() async {
        StandardStreams.secure()
        do {
            let options = try PluginOptions.parse()
            let manifest = try PluginManifest.read(
                folder: options.manifestFolder, clinic: try? options.service.folder.standingClinic()
            )
            try checkReads(manifest)
            guard KeyFolder(of: options.service.folder).grants(manifest) else {
                throw UngrantedReads(plugin: manifest.id)
            }
            await PluginProcess<Self>(manifest: manifest, options: options.service).run()
        } catch let error as UngrantedReads {
            StandardStreams.complain("\(error.advice)\n")
            exit(Platform.ExitCode.failure)
        } catch let error as any Remediable {
            StandardStreams.complain("\(error.advice)\n")
            exit(Platform.ExitCode.configuration)
        } catch {
            PluginOptions.exit(withError: error)
        }
    }

    /// A plugin that listens to what its manifest does not name would wait for ever.
    private static func checkReads(_ manifest: PluginManifest) throws {
        let missing = listens.compactMap { type in
            type.owner.flatMap { EventStream(owner: $0, entity: type.entity) }
        }.filter { !manifest.reads.contains($0) }
        guard missing.isEmpty else {
            let names = Set(missing).sorted().map(\.description).joined(separator: ", ")
            throw ClinicError.unreadable(
                "plugin.json", "\"reads\" does not name \(names), which the plugin listens to")
        }
    }
}

/// What a plugin's process is told when it is started.
struct PluginOptions: ParsableArguments {
    @OptionGroup var service: ServiceOptions

    @Option(help: "The folder with plugin.json; the current one unless given.")
    var manifest: String?

    var manifestFolder: String { manifest ?? FileManager.default.currentDirectoryPath }
}

/// The hub goes by a list from before the manifest was changed: it would deliver nothing.
private struct UngrantedReads: Remediable {
    let plugin: Identity

    var advice: Advice {
        Advice(
            "The hub does not grant all that plugin.json asks for.",
            remedy:
                "Have the supervisor start it, which writes the list: `cairn restart \(plugin)`.")
    }
}
