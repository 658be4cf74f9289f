// swift-tools-version: 6.2
import PackageDescription

// It depends on the product TherapyKit alone. Point `path` at the folder of Cairn's sources.
let package = Package(
    name: "new-therapy",
    dependencies: [.package(name: "cairn", path: "../../..")],
    targets: [
        .executableTarget(
            name: "new-therapy", dependencies: [.product(name: "TherapyKit", package: "cairn")],
            path: "Sources/NewTherapy"),
        .testTarget(
            name: "NewTherapyTests",
            dependencies: ["new-therapy", .product(name: "TherapyKit", package: "cairn")]),
    ]
)
