import Foundation
import Testing
import VideoGeneration
import VideoGenerationTesting

@testable import VideoREPL

@Suite("models --all lists every model of every provider", .timeLimit(.minutes(20)))
struct ModelListTests {
    /// The whole output at two widths.
    static let golden = [
        80: """
        PROVIDER     MODEL         FROM         SECONDS  FORMATS    PRICE     ENDS
        alpha        alpha-1       text         6        512P       CNY 1.00  ended
                                                                    a video   2026-09-24
        alpha        alpha-2 *     text,        6, 10    768P,      USD 0.28
                                   firstFrame            1080P      a video
                                                                    at 768P
                                                                    of 6 s
        beta,        beta-works/   firstFrame,  4–12     1280x720,  USD 0.05  2027-01-15
        beta-cn      beta-film/    lastFrame,            720x1280   a second
                     v2.5-turbo/   references
                     pro/image-
                     to-video *
        (open-       free                                           unknown
        videos)
        A name in brackets is a dialect without a provider: add an entry to
        providers.json, or give --dialect and --base-url.

        """,
        40: """
        PROVIDER  MODEL     PRICE     ENDS
        alpha     alpha-1   CNY 1.00  ended
                            a video   2026-09-24
        alpha     alpha-2   USD 0.28
                  *         a video
                            at 768P
                            of 6 s
        beta,     beta-     USD 0.05  2027-01-15
        beta-cn   works/    a second
                  beta-
                  film/
                  v2.5-
                  turbo/
                  pro/
                  image-
                  to-video
                  *
        (open-    free      unknown
        videos)
        FROM, SECONDS, FORMATS need a wider
        terminal, or --json.
        A name in brackets is a dialect without
        a provider: add an entry to
        providers.json, or give --dialect and
        --base-url.

        """,
    ]

    @Test("The table at 80 and at 40 columns", arguments: [80, 40])
    func golden(columns: Int) async throws {
        let run = try await ModelBench().run("models", "--all", columns: columns)
        #expect(run.code == .done)
        #expect(run.output == Self.golden[columns])
        #expect(run.output.split(separator: "\n").allSatisfy { TextWidth.of($0) <= columns })
    }

    @Test("No line is longer than the terminal, and no name is cut", arguments: [30, 40, 50, 60, 80, 100, 160])
    func widths(columns: Int) async throws {
        for words in [["models", "--all"], ["models", "--all", "--seconds", "6"], ["models", "--provider", "beta"]] {
            let run = try await ModelBench().run(words, columns: columns)
            #expect(run.code == .done)
            for line in run.lines { #expect(TextWidth.of(line) <= columns, "\(line)") }
            #expect(!run.output.contains("…"), "\(run.output)")
        }
    }

    @Test("A pipe gets one whole line for each model, without colors, and nothing is sent")
    func pipe() async throws {
        let bench = try ModelBench()
        let run = try await bench.run("models", "--all")
        #expect(run.lines.count == 6)
        let beta = try #require(run.lines.first { $0.hasPrefix("beta") })
        #expect(beta.hasPrefix("beta, beta-cn  beta-works/beta-film/v2.5-turbo/pro/image-to-video *"))
        #expect(beta.contains("firstFrame, lastFrame, references  4–12"))
        #expect(beta.contains("USD 0.05 a second") && beta.hasSuffix("2027-01-15"))
        #expect(!run.output.contains("\u{1B}"))
        #expect(bench.transport.requests.isEmpty)
    }

    @Test("--json has one object for each model, with its provider and all data")
    func json() async throws {
        let run = try await ModelBench().run("models", "--all", "--json", "--seconds", "6")
        let objects = try run.lines.map { try JSONValue(parsing: $0) }
        #expect(objects.map { $0["model"]?.text } == ["alpha-1", "alpha-2", ListingDialect.beta.name, "free"])
        #expect(objects[2]["providers"] == ["beta", "beta-cn"] && objects[2]["provider"] == "beta")
        #expect(objects[3]["provider"] == .null && objects[3]["dialect"] == "open-videos")
        #expect(objects[0]["isRetired"] == true && objects[0]["isDefault"] == false)
        #expect(objects[1]["isDefault"] == true && objects[1][path: "estimate", "amount"]?.description == "0.28")
        #expect(objects[1]["prices"]?.array?.count == 2 && objects[1]["readOn"] == "2026-10-05")
        #expect(objects[3][path: "estimate", "amount"] == .null)
    }

    @Test("A model that has ended is red, and one that ends within 90 days is yellow")
    func colors() throws {
        func cell(_ day: Double) throws -> TextTable.Cell {
            let provider = ListedProvider(
                ids: ["beta"],
                info: ProviderInfo(id: "beta", dialect: "beta", endpoint: try Endpoint("https://beta.example"))
            )
            let now = Date(timeIntervalSince1970: 1_795_824_000 + day * 86_400)
            let rows = ModelTable(models: [ListedModel(provider: provider, model: ListingDialect.beta)], now: now).table
                .rows
            return try #require(rows.first?.last)
        }
        // The model ends on 2027-01-15, 48 days after the first day.
        #expect(try cell(-43) == TextTable.Cell("2027-01-15"))
        #expect(try cell(-42) == TextTable.Cell("2027-01-15", .yellow))
        #expect(try cell(47) == TextTable.Cell("2027-01-15", .yellow))
        #expect(try cell(48) == TextTable.Cell("ended 2027-01-15", .red))
    }

    @Test("Entries of providers.json are listed, and regions that differ have their own rows")
    func entries() async throws {
        let bench = try ModelBench()
        try bench.configure(
            #"""
            [{"id": "beta-cn", "dialect": "beta-videos", "baseURL": "https://beta.example", "keyEnv": "MY_KEY",
              "models": [{"name": "own-model"}]},
             {"id": "relay", "dialect": "auto", "baseURL": "https://relay.example"},
             {"id": "mine", "dialect": "open-videos", "baseURL": "https://mine.example"}]
            """#
        )
        let run = try await bench.run("models", "--all")
        let rows = run.lines.map { $0.split(separator: "  ", omittingEmptySubsequences: true).map(String.init) }
        let names = rows.compactMap { $0.count > 1 ? "\($0[0]) \($0[1].trimmingPrefix(" "))" : nil }
        for name in ["beta \(ListingDialect.beta.name) *", "beta-cn own-model", "mine free"] {
            #expect(names.contains(name), "\(names)")
        }
        #expect(!run.output.contains("(open-videos)"))
        #expect(run.output.contains("The dialect of relay is detected by a request"))
        #expect(bench.transport.requests.isEmpty)
    }

    @Test("With a name, the model is listed at each of its providers")
    func named() async throws {
        let run = try await ModelBench().run("models", "ALPHA-2", "--all")
        #expect(run.lines.count == 2 && run.lines[1].hasPrefix("alpha     alpha-2 *"), "\(run.lines)")
        let none = try await ModelBench().run("models", "alpha-3", "--all")
        #expect(none.code == .usage && none.errors.contains("Did you mean alpha-"))
    }

    @Test("--all and an option that selects a provider contradict each other")
    func contradiction() async throws {
        let run = try await ModelBench().run("models", "--all", "--provider", "alpha")
        #expect(run.code == .usage && run.errors.contains("--provider has no effect"))
    }
}
