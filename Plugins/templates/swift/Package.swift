// swift-tools-version: 6.2
import PackageDescription

// It depends on the product PluginKit alone. Point `path` at the folder of Cairn's sources.
let package = Package(
    name: "new-therapy",
    dependencies: [.package(name: "cairn", path: "../../..")],
    targets: [
        .executableTarget(
            name: "new-therapy", dependencies: [.product(name: "PluginKit", package: "cairn")],
            path: "Sources/NewTherapy"),
        .testTarget(
            name: "NewTherapyTests",
            dependencies: ["new-therapy", .product(name: "PluginKit", package: "cairn")]),
    ]
)
