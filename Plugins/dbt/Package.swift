// swift-tools-version: 6.2
import PackageDescription

// A therapy outside Cairn's own package: it depends on the product PluginKit alone. Point `path`
// at Cairn's checkout.
let package = Package(
    name: "dbt",
    dependencies: [.package(name: "cairn", path: "../..")],
    targets: [
        .executableTarget(
            name: "dbt", dependencies: [.product(name: "PluginKit", package: "cairn")],
            path: "Sources/DBT"),
        .testTarget(
            name: "DBTTests",
            dependencies: ["dbt", .product(name: "PluginKit", package: "cairn")]),
    ]
)
