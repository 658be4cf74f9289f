// swift-tools-version: 6.2
import PackageDescription

// A therapy outside Cairn's own package: it depends on the product PluginKit alone. Point `path`
// at Cairn's checkout.
let package = Package(
    name: "relapse-prevention",
    dependencies: [.package(name: "cairn", path: "../..")],
    targets: [
        .executableTarget(
            name: "relapse-prevention",
            dependencies: [.product(name: "PluginKit", package: "cairn")],
            path: "Sources/RelapsePrevention"),
        .testTarget(
            name: "RelapsePreventionTests",
            dependencies: ["relapse-prevention", .product(name: "PluginKit", package: "cairn")]),
    ]
)
