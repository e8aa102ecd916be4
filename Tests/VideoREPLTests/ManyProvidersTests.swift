import Testing
import VideoGeneration
import VideoGenerationTesting

@testable import VideoREPL

@Suite("Twenty-one dialects and thirty presets fit the terminal", .timeLimit(.minutes(20)))
struct ManyProvidersTests {
    private static let dialects: [(name: String, ids: [String], keyEnv: String)] = [
        ("openai-videos", [], ""), ("veo-unified", [], ""), ("newapi-task", [], ""), ("minimax-relay", [], ""),
        ("minimax-v1", ["minimax"], "MINIMAX_API_KEY"), ("minimax-v1-cn", ["minimax-cn"], "MINIMAX_CN_API_KEY"),
        ("minimax-v2", ["minimax-h3", "minimax-h3-cn"], "MINIMAX_API_KEY"),
        ("seedance", ["seedance", "seedance-cn", "seedance-byteplus", "seedance-eu"], "ARK_API_KEY"),
        ("openrouter", ["openrouter"], "OPENROUTER_API_KEY"), ("fal", ["fal", "fal-queue"], "FAL_KEY"),
        ("kling", ["kling", "kling-cn", "kling-global", "kling-singapore"], "KLING_API_KEY"),
        ("runway", ["runway", "runway-dev"], "RUNWAYML_API_SECRET"),
        ("gemini-omni", ["gemini", "gemini-vertex"], "GEMINI_API_KEY"),
        ("xai", ["xai"], "XAI_API_KEY"), ("replicate", ["replicate"], "REPLICATE_API_TOKEN"),
        ("dashscope", ["dashscope", "dashscope-cn", "dashscope-us"], "DASHSCOPE_API_KEY"), ("vertex", [], ""),
        ("luma-agents", ["luma-agents"], "LUMA_AGENTS_API_KEY"), ("vidu", ["vidu", "vidu-cn"], "VIDU_API_KEY"),
        ("siliconflow", ["siliconflow", "siliconflow-cn"], "SILICONFLOW_API_KEY"),
        ("minimax-template", ["templates"], "MINIMAX_API_KEY"),
    ]

    private static let plugins = dialects.map { dialect in
        let models = (1...4).map { number in
            ModelDescription(
                name: "vendor/\(dialect.name)-video/v\(number).5-turbo/pro/image-to-video",
                modes: GenerationMode.allCases.map {
                    ModeDescription(
                        $0,
                        formats: ["480p", "720p", "1080p"].map { VideoFormat($0, seconds: Array(2...15)) },
                        aspectRatios: ["16:9"]
                    )
                },
                prices: [Price(Money(mills: 125), per: .second, resolution: "1080p", readOn: "2026-11-27")],
                retiresOn: number == 4 ? "2026-10-01" : nil
            )
        }
        return ProviderPlugin(
            dialect: dialect.name,
            summary: "for tests",
            presets: dialect.ids.map {
                ProviderConfiguration(
                    id: $0,
                    dialect: dialect.name,
                    baseURL: "https://api.\($0).example/v1/a/long/path/of/an/interface",
                    keyEnv: dialect.keyEnv
                )
            }
        ) { _ in ListingDialect(name: dialect.name, models: models) }
    }

    @Test("No line is longer than the terminal, and no name is cut", arguments: [40, 60, 80, 120])
    func widths(columns: Int) async throws {
        #expect(Self.plugins.count == 21 && Self.plugins.flatMap(\.presets).count == 30)
        let bench = try ModelBench(Self.plugins)
        let commands = [
            ["providers"], ["models", "--all"], ["models", "--all", "--seconds", "5"], ["help"], ["help", "models"],
            ["use", "runwai"], ["use", "nothing"], ["explain", "x"], ["generate", "x", "--dialect", "other"],
            ["models", "--provider", "kling"],
        ]
        for words in commands {
            let run = try await bench.run(words, columns: columns)
            let lines = (run.output + run.errors).split(separator: "\n")
            #expect(!lines.isEmpty)
            for line in lines { #expect(TextWidth.of(line) <= columns, "\(words): \(line)") }
        }
        let providers = try await bench.run("providers", columns: columns)
        for (id, variable) in Self.dialects.flatMap({ dialect in dialect.ids.map { ($0, dialect.keyEnv) } }) {
            if columns >= 60 { #expect(providers.output.contains(id)) }
            #expect(providers.lines.contains { $0.split(separator: " ").contains(Substring(variable)) })
        }
        #expect(!(try await bench.run("models", "--all", columns: columns).output.contains("…")))
    }

    @Test("use completes the providers, and their models after a slash")
    func completion() async throws {
        let bench = try ModelBench(Self.plugins)
        let session = bench.session(Console(output: -1, errors: -1, environment: [:]), bench.variables())
        func candidates(_ line: String) async -> [String] {
            let start = line.utf8.count - (line.split(separator: " ").last?.utf8.count ?? 0)
            return await Completer(session: session)
                .candidates(LineCompletion(line: line, start: start, cursor: line.utf8.count))
        }
        #expect(await candidates("use kling-s").first == "kling-singapore")
        #expect(await candidates("use kling-singapore/").count == 4)
        #expect(await candidates("models --all --from first") == ["firstFrame"])
        #expect(await candidates("models --re").contains("--refresh"))
    }
}
