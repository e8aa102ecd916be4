// swift-tools-version: 6.1
import PackageDescription

let package = Package(
    name: "swift-video-generation",
    platforms: [.macOS(.v15), .iOS(.v18), .tvOS(.v18), .visionOS(.v2)],
    products: [
        .library(name: "VideoGeneration", targets: ["VideoGeneration"]),
        .library(name: "MiniMaxHailuo", targets: ["MiniMaxHailuo"]),
        .library(name: "OpenAIVideos", targets: ["OpenAIVideos"]),
        .library(name: "VideoSimulator", targets: ["VideoSimulator"]),
        .library(name: "VideoGenerationTesting", targets: ["VideoGenerationTesting"]),
        .plugin(name: "LintVideoSources", targets: ["LintVideoSources"]),
        .plugin(name: "ScaffoldVideoAdapter", targets: ["ScaffoldVideoAdapter"]),
        .library(name: "VideoREPL", targets: ["VideoREPL"]),
        .executable(name: "video-repl", targets: ["video-repl"]),
    ],
    targets: [
        .target(name: "CLibcurl"),
        .target(name: "VideoPlatform"),
        .target(name: "VideoGeneration", dependencies: ["CLibcurl", "VideoPlatform"]),
        .target(name: "MiniMaxHailuo", dependencies: ["VideoGeneration", "VideoPlatform"]),
        .target(name: "OpenAIVideos", dependencies: ["VideoGeneration"]),
        .target(name: "VideoSimulator", dependencies: ["VideoGeneration", "VideoPlatform"]),
        .target(name: "VideoGenerationTesting", dependencies: ["VideoGeneration", "VideoPlatform", "VideoSimulator"]),
        .executableTarget(name: "VideoLint"),
        .plugin(
            name: "LintVideoSources",
            capability: .command(
                intent: .custom(
                    verb: "lint-video-sources",
                    description: "Checks the house rules that a machine can check."
                )
            ),
            dependencies: ["VideoLint"]
        ),
        .executableTarget(name: "VideoScaffold"),
        .plugin(
            name: "ScaffoldVideoAdapter",
            capability: .command(
                intent: .custom(
                    verb: "scaffold-video-adapter",
                    description: "Makes an adapter for a backend of your own, with its test."
                ),
                permissions: [.writeToPackageDirectory(reason: "It makes the adapter's files.")]
            ),
            dependencies: ["VideoScaffold"]
        ),
        .target(name: "CLineEditor"),
        .target(
            name: "VideoREPL",
            dependencies: [
                "VideoGeneration", "VideoGenerationTesting", "VideoPlatform", "VideoSimulator", "CLineEditor",
            ]
        ),
        .executableTarget(name: "video-repl", dependencies: ["VideoREPL", "MiniMaxHailuo", "OpenAIVideos"]),
        // What the benchmark measures, in a program that links what an app links, and no more.
        .target(
            name: "VideoWorkloads",
            dependencies: [
                "VideoGeneration", "VideoGenerationTesting", "VideoPlatform", "VideoSimulator", "OpenAIVideos",
            ]
        ),
        .executableTarget(name: "video-workload", dependencies: ["VideoWorkloads", "VideoPlatform"]),
        .executableTarget(
            name: "video-benchmark",
            dependencies: [
                "VideoGeneration", "VideoGenerationTesting", "VideoPlatform", "VideoSimulator", "MiniMaxHailuo",
                "OpenAIVideos", "VideoWorkloads", "video-workload", "video-repl",
            ]
        ),

        // What several of the tests below stand on; no product.
        .target(name: "TestSupport", path: "Tests/TestSupport"),
        .testTarget(
            name: "VideoGenerationTests",
            dependencies: ["VideoGeneration", "VideoGenerationTesting", "VideoPlatform"]
        ),
        .testTarget(
            name: "DialectTests",
            dependencies: ["MiniMaxHailuo", "OpenAIVideos", "VideoGeneration", "TestSupport"],
            exclude: ["Cases"]
        ),
        .testTarget(
            name: "VideoGenerationTestingTests",
            dependencies: ["VideoGenerationTesting", "VideoGeneration", "MiniMaxHailuo", "OpenAIVideos"]
        ),
        .testTarget(name: "VideoSimulatorTests", dependencies: ["VideoSimulator", "VideoGeneration"]),
        .testTarget(
            name: "EndToEndTests",
            dependencies: ["MiniMaxHailuo", "OpenAIVideos", "VideoGenerationTesting", "VideoSimulator"]
        ),
        .testTarget(
            name: "TransportTests",
            dependencies: ["VideoGeneration", "VideoGenerationTesting", "TestSupport"]
        ),
        .testTarget(
            name: "DocumentationTests",
            dependencies: [
                "VideoGeneration", "MiniMaxHailuo", "OpenAIVideos", "VideoSimulator", "VideoGenerationTesting",
                "VideoREPL",
            ]
        ),
        .testTarget(
            name: "PluginTests",
            dependencies: [
                "VideoLint", "VideoScaffold", "VideoGeneration", "VideoGenerationTesting", "VideoSimulator",
                "MiniMaxHailuo", "OpenAIVideos",
            ]
        ),
        .testTarget(name: "DownloadTests", dependencies: ["VideoGeneration", "VideoGenerationTesting"]),
        .testTarget(
            name: "VideoREPLTests",
            dependencies: [
                "VideoREPL", "VideoGeneration", "VideoGenerationTesting", "VideoSimulator", "TestSupport", "video-repl",
            ]
        ),
        .testTarget(
            name: "ChaosTests",
            dependencies: ["VideoGeneration", "VideoGenerationTesting", "VideoSimulator", "TestSupport", "video-repl"]
        ),
        .testTarget(
            name: "FaultTests",
            dependencies: [
                "VideoGeneration", "VideoGenerationTesting", "VideoSimulator", "MiniMaxHailuo", "OpenAIVideos",
                "TestSupport",
            ],
            resources: [.copy("Histories")]
        ),
        .testTarget(
            name: "SimulationTests",
            dependencies: ["VideoGeneration", "VideoGenerationTesting", "VideoSimulator", "TestSupport"]
        ),
    ],
    swiftLanguageModes: [.v6]
)

// On Linux URLSession is not the transport, and Foundation's networking doubles what a program holds: it stands apart
// there, for those who ask for it. On Apple's systems it is a part of the library.
#if os(Linux)
let folder = "Transport/URLSession"
for target in package.targets {
    switch target.name {
    case "VideoGeneration": target.exclude = [folder]
    case "TransportTests": target.dependencies.append("VideoURLSession")
    default: break
    }
}
package.targets.append(
    .target(
        name: "VideoURLSession",
        dependencies: ["VideoGeneration", "VideoPlatform"],
        path: "Sources/VideoGeneration/" + folder
    )
)
package.products.append(.library(name: "VideoURLSession", targets: ["VideoURLSession"]))
#endif

for target in package.targets where target.type != .plugin {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
    ]
}
