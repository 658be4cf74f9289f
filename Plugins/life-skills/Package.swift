// swift-tools-version: 6.2
import PackageDescription

// A therapy outside Cairn's own package: it depends on the product PluginKit alone. Point `path`
// at Cairn's checkout.
let package = Package(
    name: "life-skills",
    dependencies: [.package(name: "cairn", path: "../..")],
    targets: [
        .executableTarget(
            name: "life-skills", dependencies: [.product(name: "PluginKit", package: "cairn")],
            path: "Sources/LifeSkills"),
        .testTarget(
            name: "LifeSkillsTests",
            dependencies: ["life-skills", .product(name: "PluginKit", package: "cairn")]),
    ]
)
