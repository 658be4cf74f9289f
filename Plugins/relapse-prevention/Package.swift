// swift-tools-version: 6.2
import PackageDescription

// A therapy outside Cairn's own package: it depends on the product TherapyKit alone. Point `path`
// at Cairn's checkout.
let package = Package(
    name: "relapse-prevention",
    dependencies: [.package(name: "cairn", path: "../..")],
    targets: [
        .executableTarget(
            name: "relapse-prevention",
            dependencies: [.product(name: "TherapyKit", package: "cairn")],
            path: "Sources/RelapsePrevention"),
        .testTarget(
            name: "RelapsePreventionTests",
            dependencies: ["relapse-prevention", .product(name: "TherapyKit", package: "cairn")]),
    ]
)
