// swift-tools-version: 6.2
import PackageDescription

// A therapy outside Cairn's own package: it depends on the product PluginKit alone. Point `path`
// at Cairn's checkout.
let package = Package(
    name: "motivation",
    dependencies: [.package(name: "cairn", path: "../..")],
    targets: [
        .executableTarget(
            name: "motivation", dependencies: [.product(name: "PluginKit", package: "cairn")],
            path: "Sources/Motivation"),
        .testTarget(
            name: "MotivationTests",
            dependencies: ["motivation", .product(name: "PluginKit", package: "cairn")]),
    ]
)
