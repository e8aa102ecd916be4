import Foundation
import Testing
import VideoGeneration
import VideoGenerationTesting

@testable import VideoREPL

@Suite("models --refresh reads the provider's own list", .timeLimit(.minutes(20)))
struct ModelRefreshTests {
    private static let plugins = [
        ListingDialect(
            name: "listing",
            models: [ListingDialect.alpha2, ModelDescription(name: "old-model", prices: [price(cents: 90)])],
            defaultModel: "old-model",
            hasList: true
        )
        .plugin("listed"),
        ListingDialect(name: "plain", models: [ListingDialect.beta]).plugin("plain"),
    ]

    private static func price(cents: Int) -> Price { Price(Money(cents: cents), per: .video, readOn: "2026-11-01") }

    /// The provider's list: a new model, a known one with another price, and not the default model of the program.
    private static let list: [ModelDescription] = {
        var changed = ListingDialect.alpha2
        changed.prices = [price(cents: 14)]
        return [changed, ModelDescription(name: "new-model", modes: [ModeDescription(.text)])]
    }()

    private static func response(_ models: [ModelDescription]) throws -> HTTPResponse {
        let data = try JSONEncoder().encode(["data": models])
        return HTTPResponse(status: 200, fields: ["Content-Type": "application/json"], body: Array(data))
    }

    private func bench(_ models: [ModelDescription] = list) throws -> ModelBench {
        try ModelBench(Self.plugins) { request in
            request.url.path.hasSuffix("/models") ? try Self.response(models) : HTTPResponse(status: 404)
        }
    }

    private func file(_ bench: ModelBench) -> String { bench.state + "/models/listed.json" }

    @Test("A provider without built-in models shows the command that reads its list, and sends nothing")
    func nothingBuiltIn() async throws {
        let bench = try ModelBench([ListingDialect(name: "empty", models: [], hasList: true).plugin("empty")]) { _ in
            HTTPResponse(status: 404)
        }
        let run = try await bench.run("models", "--provider", "empty")
        #expect(run.code == .done && run.text.contains("models --provider empty --refresh"), "\(run.text)")
        #expect(!run.text.contains("MODEL") && bench.transport.requests.isEmpty)
    }

    @Test("One GET, with the key only if it is set; the table is the provider's list, and the differences are told")
    func refresh() async throws {
        let bench = try bench()
        let run = try await bench.run("models", "--refresh", "--provider", "listed")
        #expect(run.code == .done, "\(run.errors)")
        #expect(bench.transport.requests.map(\.method) == [.get])
        #expect(bench.transport.requests[0].url.string == "https://listed.example/v1/models")
        #expect(bench.transport.requests[0].fields["Authorization"] == nil)
        #expect(run.lines.contains { $0.hasPrefix("alpha-2") && $0.contains("USD 0.14") })
        #expect(run.lines.contains { $0.hasPrefix("new-model") })
        #expect(!run.lines.contains { $0.hasPrefix("old-model") })
        #expect(run.output.contains("New at listed: new-model."))
        #expect(run.output.contains("Changed at listed: alpha-2 (price)."))
        #expect(run.output.contains("No longer listed by listed: old-model."))
        _ = try await bench.run(
            "models",
            "--refresh",
            "--provider",
            "listed",
            environment: ["TEST_KEY": "invented-key"]
        )
        #expect(bench.transport.requests.last?.fields["Authorization"] == "Bearer invented-key")
    }

    @Test("With --json, each model says whether it is new, changed or gone")
    func json() async throws {
        let run = try await bench().run("models", "--refresh", "--all", "--json")
        let objects = try run.lines.map { try JSONValue(parsing: $0) }
        let changes = objects.map { "\($0["model"]?.text ?? "") \($0["change"]?.text ?? "-")" }
        #expect(
            changes == ["alpha-2 changed", "new-model new", "\(ListingDialect.beta.name) -", "old-model gone"],
            "\(run.output)"
        )
    }

    @Test("The list is used for seven days by models, fit and estimate, and an entry's own models come before it")
    func kept() async throws {
        let bench = try bench()
        let estimate = ["estimate", "boat", "--provider", "listed", "--model", "alpha-2"]
        #expect(try await bench.run(estimate).output.contains("USD 0.28"))
        _ = try await bench.run("models", "--refresh", "--provider", "listed")
        #expect(try await bench.run(estimate).output.contains("USD 0.14"))
        #expect(try await bench.run("estimate", "boat", "--provider", "listed", "--model", "new-model").code == .done)
        let models = try await bench.run("models", "--provider", "listed")
        #expect(models.output.contains("From the provider's own list: listed (2026-11-28)."))
        #expect(models.lines.contains { $0.hasPrefix("old-model") && $0.hasSuffix("ended 2026-11-28") })
        #expect(try await bench.run("models", "--all").output.contains("new-model"))
        bench.clock.setWallClock(offset: 7 * 86_400)
        #expect(try await bench.run(estimate).output.contains("USD 0.14"))
        bench.clock.setWallClock(offset: 8 * 86_400)
        #expect(try await bench.run(estimate).output.contains("USD 0.28"))
        bench.clock.setWallClock(offset: -86_400)
        #expect(try await bench.run(estimate).output.contains("USD 0.28"), "a list from the future")
        bench.clock.setWallClock(offset: 0)
        #expect(bench.transport.requests.count == 1)
        let entry =
            #"{"id": "listed", "dialect": "listing", "baseURL": "https://listed.example/v1", "keyEnv": "TEST_KEY","#
        try bench.configure(
            #"[\#(entry) "models": [{"name": "alpha-2", "prices": [{"money": {"amount": 3, "currency": "USD"}, "#
                + #""basis": "video", "readOn": "2026-11-02"}]}]}]"#
        )
        #expect(try await bench.run(estimate).output.contains("USD 3.00"))
        #expect(try await bench.run("models", "--provider", "listed").output.contains("new-model"))
        // The list of another address says nothing about this one.
        try bench.configure(#"[{"id": "listed", "dialect": "listing", "baseURL": "https://other.example"}]"#)
        #expect(try await !bench.run("models", "--provider", "listed").output.contains("new-model"))
    }

    @Test("A default model that the provider no longer lists is not chosen")
    func goneDefault() async throws {
        let bench = try bench()
        #expect(try await bench.run("estimate", "boat", "--provider", "listed").output.contains("USD 0.90"))
        _ = try await bench.run("models", "--refresh", "--provider", "listed")
        let run = try await bench.run("estimate", "boat", "--provider", "listed")
        #expect(run.code == .usage && run.errors.contains("--model alpha-2"), "\(run.errors)")
    }

    @Test("A damaged file is removed, and a note says so", arguments: ["", "{", "[]", #"{"readOn": "soon"}"#])
    func damaged(text: String) async throws {
        let bench = try bench()
        _ = try await bench.run("models", "--refresh", "--provider", "listed")
        for words in [["models", "--provider", "listed"], ["models", "--all"]] {
            try Data(text.utf8).write(to: URL(fileURLWithPath: file(bench)))
            let run = try await bench.run(words)
            #expect(run.code == .done)
            #expect(run.output.contains("was damaged and has been removed"), "\(run.output)")
            #expect(run.output.contains("old-model"))
            #expect(!FileManager.default.fileExists(atPath: file(bench)))
        }
    }

    @Test("A hostile list is shortened and cleaned before it is shown or kept")
    func hostile() async throws {
        let format = VideoFormat(String(repeating: "P", count: 300), seconds: Array(-300...300))
        let mode = ModeDescription(.text, formats: Array(repeating: format, count: 250), defaultSeconds: .max)
        var models = [
            ModelDescription(name: "red\u{1B}[31m\u{202E}\nmodel", modes: [mode, mode], promptLimit: -1),
            ModelDescription(name: ""), ModelDescription(name: String(repeating: "x", count: 300)),
            ModelDescription(
                name: "below",
                prices: [Price(Money(-1), per: .video, readOn: "\u{7}")],
                retiresOn: "never"
            ),
        ]
        models += (0..<3000).map { ModelDescription(name: "model-\($0 / 2)-\($0)") }
        let run = try await bench(models).run("models", "--refresh", "--provider", "listed", columns: 80)
        #expect(run.code == .done, "\(run.errors)")
        #expect(!(run.output + run.errors).unicodeScalars.contains { $0.isInvisible && $0 != "\n" })
        #expect(run.lines.allSatisfy { TextWidth.of($0) <= 80 })
        #expect(run.text.contains("has 3004 entries; 2000 are used"), "\(run.lines.suffix(8))")
        let cleaned = models.cleaned
        #expect(cleaned.count == 2000 && cleaned[0].name == "red [31m model" && cleaned[1].name == "below")
        #expect(
            cleaned[0].modes.count == 1 && cleaned[0].promptLimit == nil && cleaned[0].modes[0].defaultSeconds == nil
        )
        let formats = try #require(cleaned[0].modes[0].formats)
        #expect(formats.count == 200 && formats[0].name.count == 40 && formats[0].seconds.count <= 200)
        #expect(cleaned[1].prices.isEmpty && cleaned[1].retiresOn == nil)
        let noNumber = ModelDescription(name: "nan", prices: [Price(Money(.nan), per: .video, readOn: "2026-11-28")])
        #expect([noNumber].cleaned[0].prices.isEmpty)
    }

    @Test("A list without models is an error, and the kept one stays in use")
    func empty() async throws {
        let bench = try bench([])
        let run = try await bench.run("models", "--refresh", "--provider", "listed")
        #expect(run.code != .done && run.errors.contains("has no models"))
        #expect(!FileManager.default.fileExists(atPath: file(bench)))
    }

    @Test("A provider without a list says so, and nothing is sent")
    func unsupported() async throws {
        let bench = try bench()
        let run = try await bench.run("models", "--refresh", "--provider", "plain")
        #expect(run.code == .refused && run.output.isEmpty)
        #expect(run.errors.contains("plain has no list") && run.errors.contains("Providers with a list: listed."))
        #expect(bench.transport.requests.isEmpty)
        let none = try await ModelBench().run("models", "--refresh", "--all")
        #expect(none.code == .refused && none.errors.contains("No provider has a list"))
    }

    @Test("With --all, the failure of one provider is shown and the others are listed")
    func oneFails() async throws {
        let other = ListingDialect(name: "other", models: [ListingDialect.beta], hasList: true).plugin("broken")
        let bench = try ModelBench(Self.plugins + [other]) { request in
            request.url.string.contains("broken") ? HTTPResponse(status: 500) : try Self.response(Self.list)
        }
        let run = try await bench.run("models", "--refresh", "--all")
        #expect(run.code != .done && run.errors.contains("broken: "), "\(run.errors)")
        #expect(run.output.contains("new-model") && run.output.contains(ListingDialect.beta.name))
    }

    @Test("The days of reading are no difference, and every other part is named")
    func changes() {
        var other = ListingDialect.alpha2
        other.readOn = "2026-11-28"
        for index in other.prices.indices { other.prices[index].readOn = "2026-11-28" }
        #expect(ModelChanges(from: [ListingDialect.alpha2], to: [other]).changed.isEmpty)
        other.retiresOn = "2027-01-01"
        other.prices.removeLast()
        other.modes.removeLast()
        other.modes[0].formats = [VideoFormat("2K", seconds: [5])]
        other.modes[0].aspectRatios = nil
        let changes = ModelChanges(from: [ListingDialect.alpha2], to: [other])
        #expect(
            changes.changed.map(\.parts) == [["modes", "lengths", "formats", "aspect ratios", "price", "end date"]]
        )
        let many = (0..<30).map { ModelDescription(name: "m\($0)") }
        #expect(ModelChanges(from: [], to: many).sentences(of: "x")[0].hasSuffix("m19, and 10 more."))
        #expect(
            ModelChanges(from: many, to: many).sentences(of: "x") == [
                "The list of x is what this program knows already."
            ]
        )
    }
}
