// swift-tools-version: 6.2
import PackageDescription

// A therapy outside Cairn's own package: it depends on the product PluginKit alone. Point `path`
// at Cairn's checkout.
let package = Package(
    name: "breathing",
    dependencies: [.package(name: "cairn", path: "../../..")],
    targets: [
        .executableTarget(
            name: "breathing", dependencies: [.product(name: "PluginKit", package: "cairn")],
            path: "Sources/Breathing"),
        .testTarget(
            name: "BreathingTests",
            dependencies: ["breathing", .product(name: "PluginKit", package: "cairn")]),
    ]
)
