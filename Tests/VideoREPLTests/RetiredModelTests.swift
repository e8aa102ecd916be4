import Foundation
import Testing
import VideoGeneration
import VideoGenerationTesting

@testable import VideoREPL

@Suite("A retired model is never a default, and naming it shows a warning", .timeLimit(.minutes(20)))
struct RetiredModelTests {
    /// The default of this provider ends on 2027-01-15.
    private static let plugins = [
        ListingDialect(
            name: "ending",
            models: [
                ListingDialect.alpha2, ModelDescription(name: "film-1", retiresOn: "2027-01-15"),
                ModelDescription(name: "film-2", modes: [ModeDescription(.firstFrame)]),
                ModelDescription(name: "film-3", modes: [ModeDescription(.text)]),
            ],
            defaultModel: "film-1"
        )
        .plugin("ending", keyEnv: nil)
    ]

    /// The provider accepts each task.
    private func bench(day: Double) throws -> ModelBench {
        try ModelBench(Self.plugins, day: day) { request in
            request.method == .post
                ? HTTPResponse(status: 200, body: Array(#"{"id": "task-1", "status": "queued"}"#.utf8))
                : HTTPResponse(status: 404, body: Array("{}".utf8))
        }
    }

    private func submits(_ bench: ModelBench) -> Int { bench.transport.requests.count { $0.method == .post } }

    @Test("The day before, the default is used; on the day and after it, nothing is sent without a model")
    func defaults() async throws {
        let before = try bench(day: 47)
        #expect(try await before.run("submit", "boat", "--provider", "ending").code == .done)
        #expect(submits(before) == 1)
        for day in [48.0, 400] {
            let bench = try bench(day: day)
            for command in ["submit", "generate", "estimate", "dry-run"] {
                let run = try await bench.run(command, "boat", "--provider", "ending")
                #expect(run.code == .usage)
                #expect(
                    run.errors.contains(
                        "The vendor retired film-1, the default model of ending, on 2027-01-15. Nothing was sent. "
                            + "The nearest model is film-3: --model film-3. If ending still offers film-1: --model film-1"
                    ),
                    "\(run.errors)"
                )
            }
            let picture = ["dry-run", "boat", "--provider", "ending", "--first-frame", "https://a.example/b.png"]
            #expect(try await bench.run(picture).errors.contains("--model film-2"))
            let compare = try await bench.run("compare", "boat", "--providers", "ending,ending/film-3")
            #expect(compare.code == .usage && compare.errors.contains("film-1"))
            #expect(bench.transport.requests.isEmpty)
        }
    }

    @Test("A model of an entry in providers.json is a default as well")
    func configured() async throws {
        let bench = try bench(day: 0)
        try bench.configure(
            #"[{"id": "mine", "dialect": "ending", "baseURL": "https://mine.example", "model": "film-9", "#
                + #""models": [{"name": "film-9", "retiresOn": "2026-11-28"}]}]"#
        )
        let run = try await bench.run("submit", "boat", "--provider", "mine")
        #expect(run.code == .usage && run.errors.contains("--model film-1."), "\(run.errors)")
        let check = try await bench.run("config", "check")
        #expect(
            check.output.contains("the vendor retired film-9 on 2026-11-28, so it is no default"),
            "\(check.output)"
        )
        #expect(bench.transport.requests.isEmpty)
    }

    @Test("A named model is sent after one warning, because relays still sell it")
    func named() async throws {
        let bench = try bench(day: 48)
        let run = try await bench.run("submit", "boat", "--provider", "ending", "--model", "film-1")
        #expect(run.code == .done, "\(run.errors)")
        #expect(submits(bench) == 1)
        let warning = "The vendor retired film-1 on 2027-01-15. ending may still offer it, or refuse it."
        #expect(run.text.components(separatedBy: warning).count == 2, "\(run.output)")
        #expect(
            try #require(run.output.range(of: warning)).lowerBound < #require(run.output.range(of: "queued")).lowerBound
        )
        // The task stays readable, and a repetition names the same model.
        #expect(try await bench.run("jobs").output.contains("film-1"))
        let again = try await bench.run("show", "1")
        #expect(again.code == .done && again.output.contains("film-1"))
    }

    @Test("use says that the default is retired, and names the nearest model")
    func use() async throws {
        let bench = try bench(day: 48)
        let run = try await bench.run("use", "ending")
        #expect(run.code == .done)
        #expect(run.output.hasPrefix("Using ending.\n"))
        #expect(run.output.contains("retired film-1") && run.output.contains("use ending/film-3"))
        let named = try await bench.run("use", "ending/film-1")
        #expect(named.output.hasPrefix("Using ending, film-1.\n") && named.output.contains("may still offer it"))
    }

    @Test("The list of models marks no retired model as the default")
    func mark() async throws {
        for (day, mark) in [(47.0, "film-1 *"), (48, "film-1  ")] {
            let run = try await bench(day: day).run("models", "--provider", "ending")
            #expect(run.output.contains(mark), "\(run.output)")
        }
        let page = try await bench(day: 48).run("models", "film-1", "--provider", "ending")
        #expect(page.output.contains("film-1 at ending\n") && page.output.contains("ended on"))
    }
}
