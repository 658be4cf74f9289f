// swift-tools-version: 6.2
import PackageDescription

// A therapy outside Cairn's own package. Point `path` at Cairn's checkout; nothing in there is
// rebuilt or changed when this plugin is.
let package = Package(
    name: "breathing",
    dependencies: [.package(name: "cairn", path: "../..")],
    targets: [
        .executableTarget(
            name: "breathing", dependencies: [.product(name: "PluginKit", package: "cairn")],
            path: "Sources/Breathing")
    ]
)
