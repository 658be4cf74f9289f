// swift-tools-version: 6.2
import PackageDescription

// A therapy outside Cairn's own package: it depends on the product PluginKit alone. Point `path`
// at Cairn's checkout.
let package = Package(
    name: "cbt",
    dependencies: [.package(name: "cairn", path: "../..")],
    targets: [
        .executableTarget(
            name: "cbt", dependencies: [.product(name: "PluginKit", package: "cairn")],
            path: "Sources/CBT"),
        .testTarget(
            name: "CBTTests",
            dependencies: ["cbt", .product(name: "PluginKit", package: "cairn")]),
    ]
)
