// swift-tools-version: 6.2
import PackageDescription

// A therapy outside Cairn's own package: it depends on the product PluginKit alone. Point `path`
// at Cairn's checkout.
let package = Package(
    name: "medication",
    dependencies: [.package(name: "cairn", path: "../..")],
    targets: [
        .executableTarget(
            name: "medication", dependencies: [.product(name: "PluginKit", package: "cairn")],
            path: "Sources/Medication"),
        .testTarget(
            name: "MedicationTests",
            dependencies: ["medication", .product(name: "PluginKit", package: "cairn")]),
    ]
)
