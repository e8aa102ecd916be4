import Foundation
import VideoGeneration
import VideoGenerationTesting

@testable import VideoREPL

/// A session with test dialects, a manual clock and scripted responses. Each run is a new session on the same folder.
struct ModelBench {
    /// The result of a command.
    struct Run {
        var code: ExitCode
        var output: String
        var errors: String
        var lines: [String] { output.split(separator: "\n").map(String.init) }
        /// All words on one line each, however they were wrapped.
        var text: String { (output + errors).split(whereSeparator: \.isWhitespace).joined(separator: " ") }
    }

    let folder: TemporaryFolder
    let registry: ProviderRegistry
    let transport: ScriptedTransport
    let clock: ManualClock
    var state: String { folder.path + "/state" }

    /// - Parameter day: The day of the clock, as the number of days after 2026-11-28.
    init(
        _ plugins: [ProviderPlugin] = ListingDialect.plugins,
        day: Double = 0,
        respond: @escaping @Sendable (HTTPRequest) throws -> HTTPResponse = { _ in HTTPResponse(status: 404) }
    ) throws {
        folder = try TemporaryFolder()
        registry = ProviderRegistry(plugins)
        transport = ScriptedTransport(respond: respond)
        clock = ManualClock(startingAt: Date(timeIntervalSince1970: 1_795_824_000 + day * 86_400))
    }

    /// Writes `providers.json`.
    func configure(_ text: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder.path + "/providers.json"))
    }

    func run(_ words: String..., columns: Int? = nil, environment: [String: String] = [:]) async throws -> Run {
        try await run(words, columns: columns, environment: environment)
    }

    func run(_ words: [String], columns: Int? = nil, environment: [String: String] = [:]) async throws -> Run {
        let (output, errors) = (folder.path + "/output", folder.path + "/errors")
        for path in [output, errors] { try Data().write(to: URL(fileURLWithPath: path)) }
        guard let first = FileHandle(forWritingAtPath: output), let second = FileHandle(forWritingAtPath: errors) else {
            throw VideoError(.storageFailed, "The output cannot be written.")
        }
        var variables = variables(environment)
        if let columns { variables["COLUMNS"] = "\(columns)" }
        let console = Console(output: first.fileDescriptor, errors: second.fileDescriptor, environment: variables)
        let session = session(console, variables)
        let code = await CommandRunner(session: session).run(words: words)
        return Run(
            code: code,
            output: try String(contentsOfFile: output, encoding: .utf8),
            errors: try String(contentsOfFile: errors, encoding: .utf8)
        )
    }

    func variables(_ environment: [String: String] = [:]) -> [String: String] {
        var variables = ["HOME": folder.path, "VIDEO_STATE_DIR": state].merging(environment) { $1 }
        if FileManager.default.fileExists(atPath: folder.path + "/providers.json") {
            variables["VIDEO_CONFIG"] = folder.path + "/providers.json"
        }
        return variables
    }

    func session(_ console: Console, _ variables: [String: String]) -> Session {
        Session(
            registry: registry,
            variables: variables,
            folders: UserFolders(environment: variables, currentFolder: folder.path),
            console: console,
            options: Invocation(),
            isPrompt: false,
            environment: EngineEnvironment(transport: transport, clock: clock, random: SeededRandom(seed: 1))
        )
    }
}

/// A dialect of no provider, with any models, and with a list of models on request.
struct ListingDialect: VideoDialect {
    var name: String
    var models: [ModelDescription]
    var defaultModel: String?
    var acceptsOtherModels = false
    var hasList = false
    let reader = ResponseReader(statuses: .relays)

    func submitRequest(_ request: VideoRequest, at endpoint: Endpoint) throws -> HTTPRequest {
        .posting(
            ["prompt": .string(request.prompt), "model": .string(request.model ?? "")],
            to: try endpoint.url("videos")
        )
    }
    func statusRequest(for task: RemoteTask, at endpoint: Endpoint) throws -> HTTPRequest {
        .reading(try endpoint.url("videos", task.id))
    }
    func modelListRequest(at endpoint: Endpoint) throws -> HTTPRequest? {
        hasList ? .reading(try endpoint.url("models")) : nil
    }
    func models(_ response: HTTPResponse, at endpoint: Endpoint) throws -> [ModelDescription] {
        struct List: Decodable { var data: [ModelDescription] }
        guard let list = try? JSONDecoder().decode(List.self, from: Data(response.body)) else {
            throw VideoError(.malformedResponse, "The response has no list.")
        }
        return list.data
    }

    /// The plugin of this dialect, with presets of the given IDs.
    func plugin(_ ids: String..., keyEnv: String? = "TEST_KEY") -> ProviderPlugin {
        ProviderPlugin(
            dialect: name,
            summary: "for tests",
            presets: ids.map {
                ProviderConfiguration(id: $0, dialect: name, baseURL: "https://\($0).example/v1", keyEnv: keyEnv)
            }
        ) { _ in self }
    }
}

extension ListingDialect {
    /// Two providers, one of them in two regions, and a dialect without a provider.
    static let plugins = [
        ListingDialect(name: "alpha-videos", models: [alpha2, alpha1], defaultModel: "alpha-2").plugin("alpha"),
        ListingDialect(name: "beta-videos", models: [beta], defaultModel: beta.name).plugin("beta", "beta-cn"),
        ListingDialect(name: "open-videos", models: [ModelDescription(name: "free")], acceptsOtherModels: true)
            .plugin(),
    ]

    static let alpha2 = ModelDescription(
        name: "alpha-2",
        modes: [.text, .firstFrame].map { mode in
            ModeDescription(
                mode,
                formats: [VideoFormat("768P", seconds: [6, 10]), VideoFormat("1080P", seconds: [6])],
                defaultResolution: "768P",
                defaultSeconds: 6,
                aspectRatios: ["16:9", "9:16"],
                pictures: mode == .text ? nil : PictureLimits(minimum: 1, maximum: 1)
            )
        },
        prices: [
            Price(Money(cents: 28), per: .video, resolution: "768P", seconds: 6, readOn: "2026-10-05"),
            Price(Money(cents: 56), per: .video, resolution: "768P", seconds: 10, readOn: "2026-10-05"),
        ],
        readOn: "2026-10-05"
    )

    static let alpha1 = ModelDescription(
        name: "alpha-1",
        modes: [ModeDescription(.text, formats: [VideoFormat("512P", seconds: [6])], defaultSeconds: 6)],
        prices: [Price(Money(1, "CNY"), per: .video, readOn: "2026-10-05")],
        retiresOn: "2026-09-24",
        readOn: "2026-10-05"
    )

    static let beta = ModelDescription(
        name: "beta-works/beta-film/v2.5-turbo/pro/image-to-video",
        modes: [.firstFrame, .lastFrame, .references].map {
            ModeDescription(
                $0,
                formats: ["1280x720", "720x1280"].map { VideoFormat(size: VideoSize($0), seconds: Array(4...12)) },
                defaultResolution: "1280x720",
                defaultSeconds: 5,
                pictures: PictureLimits(minimum: $0 == .references ? 2 : 1, maximum: 7)
            )
        },
        prices: [Price(Money(mills: 50), per: .second, readOn: "2026-11-01")],
        retiresOn: "2027-01-15",
        readOn: "2026-11-01"
    )
}
