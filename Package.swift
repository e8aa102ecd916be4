// swift-tools-version: 6.1
import PackageDescription

let package = Package(
    name: "swift-video-generation",
    platforms: [.macOS(.v15), .iOS(.v18), .tvOS(.v18), .visionOS(.v2)],
    products: [
        .library(name: "VideoGeneration", targets: ["VideoGeneration"]),
        .library(name: "VideoGenerationCore", targets: ["VideoGenerationCore"]),
        .library(name: "MiniMaxHailuo", targets: ["MiniMaxHailuo"]),
        .library(name: "OpenAIVideos", targets: ["OpenAIVideos"]),
        .library(name: "Seedance", targets: ["Seedance"]),
        .library(name: "OpenRouter", targets: ["OpenRouter"]),
        .library(name: "Fal", targets: ["Fal"]),
        .library(name: "Kling", targets: ["Kling"]),
        .library(name: "Runway", targets: ["Runway"]),
        .library(name: "GeminiOmni", targets: ["GeminiOmni"]),
        .library(name: "XAI", targets: ["XAI"]),
        .library(name: "Replicate", targets: ["Replicate"]),
        .library(name: "DashScope", targets: ["DashScope"]),
        .library(name: "Vertex", targets: ["Vertex"]),
        .library(name: "ProviderManifests", targets: ["ProviderManifests"]),
        .library(name: "VideoGenerationPostgres", targets: ["VideoGenerationPostgres"]),
        .library(name: "VideoSimulator", targets: ["VideoSimulator"]),
        .library(name: "VideoGenerationTesting", targets: ["VideoGenerationTesting"]),
        .library(name: "VideoRecording", targets: ["VideoRecording"]),
        .library(name: "VideoURLSession", targets: ["VideoURLSession"]),
        .plugin(name: "LintVideoSources", targets: ["LintVideoSources"]),
        .plugin(name: "ScaffoldVideoAdapter", targets: ["ScaffoldVideoAdapter"]),
        .library(name: "VideoREPL", targets: ["VideoREPL"]),
        .executable(name: "video-repl", targets: ["video-repl"]),
    ],
    targets: [
        .target(name: "CLibcurl"),
        .target(name: "VideoPlatform"),
        .target(name: "VideoGenerationCore"),
        .target(
            name: "VideoGeneration",
            dependencies: [
                "CLibcurl", "VideoGenerationCore", "VideoPlatform",
                // Elsewhere libcurl is the transport, and Foundation's networking doubles what a program holds.
                .target(name: "VideoURLSession", condition: .when(platforms: [.macOS, .iOS, .tvOS, .visionOS])),
            ]
        ),
        .target(name: "VideoURLSession", dependencies: ["VideoGenerationCore", "VideoPlatform"]),
        .target(name: "MiniMaxHailuo", dependencies: ["VideoGenerationCore"], path: "Sources/Adapters/MiniMaxHailuo"),
        .target(name: "OpenAIVideos", dependencies: ["VideoGenerationCore"], path: "Sources/Adapters/OpenAIVideos"),
        .target(name: "Seedance", dependencies: ["VideoGenerationCore"], path: "Sources/Adapters/Seedance"),
        .target(name: "OpenRouter", dependencies: ["VideoGenerationCore"], path: "Sources/Adapters/OpenRouter"),
        .target(name: "Fal", dependencies: ["VideoGenerationCore"], path: "Sources/Adapters/Fal"),
        .target(name: "Kling", dependencies: ["VideoGenerationCore"], path: "Sources/Adapters/Kling"),
        .target(name: "Runway", dependencies: ["VideoGenerationCore"], path: "Sources/Adapters/Runway"),
        .target(name: "GeminiOmni", dependencies: ["VideoGenerationCore"], path: "Sources/Adapters/GeminiOmni"),
        .target(name: "XAI", dependencies: ["VideoGenerationCore"], path: "Sources/Adapters/XAI"),
        .target(name: "Replicate", dependencies: ["VideoGenerationCore"], path: "Sources/Adapters/Replicate"),
        .target(name: "DashScope", dependencies: ["VideoGenerationCore"], path: "Sources/Adapters/DashScope"),
        .target(name: "Vertex", dependencies: ["VideoGenerationCore"], path: "Sources/Adapters/Vertex"),
        // Providers described by data. The shipped manifests are part of the code, because an app may have no bundle.
        .target(
            name: "ProviderManifests",
            dependencies: ["VideoGenerationCore"],
            path: "Sources/Adapters/ProviderManifests",
            resources: [
                .embedInCode("Shipped/luma-agents.json"), .embedInCode("Shipped/vidu.json"),
                .embedInCode("Shipped/siliconflow.json"),
            ]
        ),
        .target(name: "CLibpq"),
        .target(name: "VideoGenerationPostgres", dependencies: ["CLibpq", "VideoGeneration", "VideoPlatform"]),
        .target(name: "VideoRecording", dependencies: ["VideoGeneration", "VideoPlatform"]),
        // The sockets that the simulator's server, the benchmark's and the tests' share; no product.
        .target(name: "LoopbackHTTP", dependencies: ["VideoPlatform"]),
        .target(name: "VideoSimulator", dependencies: ["LoopbackHTTP", "VideoGeneration", "VideoPlatform"]),
        .target(
            name: "VideoGenerationTesting",
            dependencies: ["VideoGeneration", "VideoPlatform", "VideoSimulator"]
        ),
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
        .executableTarget(name: "VideoScaffold", dependencies: ["ProviderManifests", "VideoGenerationCore"]),
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
        .target(name: "CReadline"),
        .target(
            name: "VideoREPL",
            dependencies: [
                "ProviderManifests", "VideoGeneration", "VideoGenerationPostgres", "VideoGenerationTesting",
                "VideoPlatform", "VideoRecording", "VideoSimulator", "CReadline",
            ]
        ),
        .executableTarget(
            name: "video-repl",
            dependencies: [
                "VideoREPL", "MiniMaxHailuo", "OpenAIVideos", "Seedance", "OpenRouter", "Fal", "Kling", "Runway",
                "GeminiOmni", "XAI", "Replicate", "DashScope", "Vertex", "ProviderManifests",
            ]
        ),
        // What the benchmark measures, in a program that links what an app links, and no more.
        .target(
            name: "VideoWorkloads",
            dependencies: [
                "LoopbackHTTP", "VideoGeneration", "VideoGenerationTesting", "VideoPlatform", "VideoRecording",
                "VideoSimulator", "VideoGenerationPostgres", "OpenAIVideos",
            ]
        ),
        .executableTarget(name: "video-workload", dependencies: ["VideoWorkloads", "VideoPlatform"]),
        .executableTarget(
            name: "video-benchmark",
            dependencies: [
                "VideoGeneration", "VideoGenerationPostgres", "VideoGenerationTesting", "VideoPlatform",
                "VideoSimulator", "MiniMaxHailuo", "OpenAIVideos", "VideoWorkloads", "video-workload", "video-repl",
            ]
        ),

        // What several of the tests below stand on; no product.
        .target(name: "TestSupport", path: "Tests/TestSupport"),
        .testTarget(name: "VideoGenerationCoreTests", dependencies: ["VideoGenerationCore"]),
        .testTarget(
            name: "VideoGenerationTests",
            dependencies: ["VideoGeneration", "VideoGenerationTesting", "VideoPlatform", "LoopbackHTTP", "TestSupport"]
        ),
        .testTarget(
            name: "DialectTests",
            dependencies: ["MiniMaxHailuo", "OpenAIVideos", "VideoGeneration", "TestSupport"],
            exclude: ["Cases"]
        ),
        .testTarget(
            name: "AdapterTests",
            dependencies: [
                "Seedance", "OpenRouter", "Fal", "Kling", "Runway", "GeminiOmni", "XAI", "Replicate", "DashScope",
                "Vertex", "ProviderManifests", "OpenAIVideos", "MiniMaxHailuo", "VideoGeneration",
                "VideoGenerationTesting", "VideoRecording", "VideoSimulator", "TestSupport",
            ],
            exclude: ["Manifests"]
        ),
        .testTarget(
            name: "VideoGenerationTestingTests",
            dependencies: [
                "VideoGenerationTesting", "VideoGeneration", "VideoPlatform", "VideoRecording", "VideoSimulator",
                "MiniMaxHailuo", "OpenAIVideos",
            ]
        ),
        .testTarget(name: "VideoSimulatorTests", dependencies: ["VideoSimulator", "VideoGeneration"]),
        .testTarget(
            name: "EndToEndTests",
            dependencies: ["MiniMaxHailuo", "OpenAIVideos", "VideoGenerationTesting", "VideoSimulator"]
        ),
        .testTarget(
            name: "TransportTests",
            dependencies: [
                "LoopbackHTTP", "VideoGeneration", "VideoGenerationTesting", "VideoRecording", "VideoURLSession",
                "TestSupport",
            ]
        ),
        .testTarget(
            name: "DocumentationTests",
            dependencies: [
                "VideoGeneration", "MiniMaxHailuo", "OpenAIVideos", "VideoSimulator", "VideoGenerationTesting",
                "ProviderManifests", "VideoRecording", "VideoREPL", "VideoGenerationPostgres",
            ]
        ),
        .testTarget(
            name: "PluginTests",
            dependencies: [
                "VideoLint", "VideoScaffold", "VideoGeneration", "VideoGenerationTesting", "VideoSimulator",
                "MiniMaxHailuo", "OpenAIVideos",
            ]
        ),
        // The tests of this target read the sources; the linter's reader tells code from comments and strings.
        .testTarget(name: "ArchitectureTests", dependencies: ["VideoLint"]),
        .testTarget(
            name: "DownloadTests",
            dependencies: ["VideoGeneration", "VideoGenerationTesting", "TestSupport"]
        ),
        .testTarget(
            name: "VideoREPLTests",
            dependencies: [
                "VideoREPL", "ProviderManifests", "VideoGeneration", "VideoGenerationTesting", "VideoSimulator",
                "TestSupport", "video-repl",
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
            name: "CompatibilityTests",
            dependencies: [
                "VideoGeneration", "VideoGenerationTesting", "VideoRecording", "VideoREPL", "MiniMaxHailuo",
                "OpenAIVideos", "TestSupport",
            ],
            resources: [.copy("Fixtures")]
        ),
        .testTarget(
            name: "PostgresTests",
            dependencies: [
                "VideoGenerationPostgres", "VideoGeneration", "VideoGenerationTesting", "VideoPlatform",
                "VideoSimulator", "OpenAIVideos", "TestSupport", "video-repl", "fleet-worker",
            ]
        ),
        // A worker that tests start, stop and kill; no product.
        .executableTarget(
            name: "fleet-worker",
            dependencies: ["OpenAIVideos", "VideoGeneration", "VideoGenerationPostgres", "VideoPlatform"],
            path: "Tests/FleetWorker"
        ),
        .testTarget(
            name: "SimulationTests",
            dependencies: [
                "VideoGeneration", "VideoGenerationPostgres", "VideoGenerationTesting", "VideoSimulator", "TestSupport",
            ]
        ),
    ],
    swiftLanguageModes: [.v6]
)

for target in package.targets where target.type != .plugin {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
    ]
}
