// swift-tools-version: 6.2
import PackageDescription

// A therapy outside Cairn's own package: it depends on the product PluginKit alone. Point `path`
// at Cairn's checkout.
let package = Package(
    name: "family",
    dependencies: [.package(name: "cairn", path: "../..")],
    targets: [
        .executableTarget(
            name: "family", dependencies: [.product(name: "PluginKit", package: "cairn")],
            path: "Sources/Family"),
        .testTarget(
            name: "FamilyTests",
            dependencies: ["family", .product(name: "PluginKit", package: "cairn")]),
    ]
)
