import Testing
import VideoGeneration
import VideoGenerationTesting

@testable import VideoREPL

@Suite("models shows only the models that make the video", .timeLimit(.minutes(20)))
struct ModelFilterTests {
    /// Filters, and the models that pass them. `free` takes everything, because its limits are not known.
    static let filters: [(words: [String], models: [String])] = [
        (["--from", "text"], ["alpha-1", "alpha-2", "free"]),
        (["--from", "firstFrame"], ["alpha-2", "beta", "free"]),
        (["--from", "lastFrame"], ["beta", "free"]),
        (["--from", "references"], ["beta", "free"]),
        (["--from", "video"], []),
        (["--from", "template"], []),
        (["--seconds", "6"], ["alpha-1", "alpha-2", "beta", "free"]),
        (["--seconds", "10"], ["alpha-2", "beta", "free"]),
        (["--seconds", "11"], ["beta", "free"]),
        (["--resolution", "1080p"], ["alpha-2", "free"]),
        (["--resolution", "1080P", "--seconds", "10"], ["free"]),
        (["--size", "720x1280"], ["beta", "free"]),
        (["--aspect-ratio", "9:16"], ["alpha-1", "alpha-2", "beta", "free"]),
        (["--ratio", "4:3"], ["alpha-1", "beta", "free"]),
        (["--below", "0.28usd"], ["beta"]),
        (["--below", "0.29usd"], ["alpha-2", "beta"]),
        (["--below", "0.56", "--seconds", "10"], ["beta"]),
        (["--below", "0.57usd", "--seconds", "10"], ["alpha-2", "beta"]),
        (["--below", "0.57usd", "--seconds", "10", "--from", "text"], ["alpha-2"]),
        (["--below", "2cny"], ["alpha-1"]),
        (["--below", "1cny"], []),
    ]

    @Test("Each filter leaves the models that take the request as it is", arguments: filters.indices)
    func filter(_ index: Int) async throws {
        let (words, models) = Self.filters[index]
        let run = try await ModelBench().run(["models", "--all", "--json"] + words)
        #expect(run.code == .done, "\(run.errors)")
        let names = try run.lines.map { try JSONValue(parsing: $0)["model"]?.text ?? "" }
        #expect(names.map { $0 == ListingDialect.beta.name ? "beta" : $0 } == models, "\(words)")
    }

    @Test("The filters are those of a request: what passes, estimate accepts")
    func sameAsRequest() async throws {
        for seconds in 1...20 {
            let bench = try ModelBench()
            let list = try await bench.run("models", "--all", "--json", "--from", "text", "--seconds", "\(seconds)")
            let passes = list.output.contains("alpha-2")
            let estimate = try await bench.run("estimate", "boat", "--provider", "alpha", "--seconds", "\(seconds)")
            #expect((estimate.code == .done) == passes, "\(seconds) s: \(estimate.errors)")
        }
    }

    @Test("A filter also applies to the list of one provider")
    func oneProvider() async throws {
        let run = try await ModelBench().run("models", "--provider", "alpha", "--from", "firstFrame")
        #expect(run.lines.count == 2 && run.lines[1].hasPrefix("alpha-2 *"), "\(run.lines)")
        let one = try await ModelBench().run("models", "alpha-2", "--provider", "alpha", "--seconds", "6")
        #expect(one.code == .usage)
    }

    @Test("The price is that of the video that was asked for, with its basis")
    func price() async throws {
        let run = try await ModelBench().run("models", "--all", "--seconds", "10", "--below", "1usd")
        #expect(run.output.contains("USD 0.56 for 10 s at 768P"), "\(run.output)")
        #expect(run.output.contains("USD 0.50 for 10 s at 1280x720"), "\(run.output)")
    }

    @Test("Models whose price cannot be compared are counted")
    func leftOut() async throws {
        let run = try await ModelBench().run("models", "--all", "--below", "1usd", "--seconds", "6")
        #expect(
            run.output.contains(
                "Left out: 1 model without a known price, and 1 model with a price in another currency."
            ),
            "\(run.output)"
        )
    }

    @Test("Without a result, a sentence names the filter that removes most")
    func none() async throws {
        let run = try await ModelBench().run("models", "--all", "--seconds", "10", "--below", "0.01usd", columns: 80)
        #expect(run.code == .done)
        #expect(
            run.text.contains(
                "None of 4 models passes these filters together. --below 0.01usd removes the most: 4 of 4 by itself."
            ),
            "\(run.output)"
        )
        let single = try await ModelBench().run("models", "--all", "--from", "video")
        #expect(single.output == "None of 4 models passes --from video.\n")
    }

    @Test("A mistyped value is refused with the nearest one")
    func mistakes() async throws {
        for (words, hint) in [
            (["--from", "first-frame"], "Did you mean firstFrame?"), (["--from", "picture"], "Valid: text"),
            (["--below", "cheap"], "Write 1usd."), (["--seconds", "0"], "between 1 and 3600"),
            (["--size", "big"], "1280x720"), (["--ratio", ""], "empty"),
        ] {
            let run = try await ModelBench().run(["models", "--all"] + words)
            #expect(run.code == .usage && run.output.isEmpty)
            #expect(run.errors.contains(hint), "\(run.errors)")
        }
    }

    @Test("The modes are completed")
    func completion() {
        guard case .words(let words) = CommandOption.from.completion else {
            Issue.record("--from completes no words")
            return
        }
        #expect(words == GenerationMode.allCases.map(\.rawValue))
    }
}
