import Testing

@testable import VideoGeneration
@testable import VideoGenerationCore
@testable import VideoREPL

@Suite("A dry run of a route says who would take the request, and why not the others", .timeLimit(.minutes(20)))
struct RouteReportTests {
    private static let limit = VideoError(.rateLimited, "minimax is at its limit of 20 submits a minute.")

    private func option(
        _ candidate: Route.Candidate,
        cents: Int?,
        changes: [RequestFit.Change] = [],
        obstacle: VideoError? = nil
    ) -> RouteChoice.Option {
        RouteChoice.Option(
            candidate: candidate,
            request: VideoRequest(prompt: "a boat", model: candidate.model),
            changes: changes,
            estimate: CostEstimate(
                total: cents.map { Money(cents: $0) },
                basis: "6 s at 768P",
                seconds: 6,
                readOn: "2026-10-05"
            ),
            inFlight: 3,
            obstacle: obstacle
        )
    }

    private var report: RouteReport {
        let change = RequestFit.Change(field: "seconds", asked: "8", allowed: ["6", "10"], nearest: "6")
        return RouteReport(
            choice: RouteChoice(
                options: [
                    option(.init("minimax", model: "MiniMax-Hailuo-02"), cents: 28, obstacle: Self.limit),
                    option(.init("seedance", model: "dreamina-seedance-2-0-fast"), cents: 57, changes: [change]),
                    option(.init("relay", model: "veo3-fast"), cents: nil),
                ],
                leftOut: [
                    .init(
                        candidate: .init("runway", model: "gen4_turbo"),
                        reason: VideoError(.configurationInvalid, "The client has no provider runway.")
                    )
                ]
            ),
            chosen: ChosenRoute(
                name: "hero-shots",
                route: Route(.cheapest, over: [.init("minimax")]),
                unusable: [
                    "runway": VideoError(
                        .authenticationFailed,
                        "runway needs a key, and RUNWAYML_API_SECRET is not set."
                    )
                ]
            )
        )
    }

    @Test("At 80 columns, the tables fit and every candidate can be read in full")
    func wide() {
        let lines =
            report.options.lines(width: 80, hasColour: false) + report.leftOut.lines(width: 80, hasColour: false)
        #expect(lines.allSatisfy { TextWidth.of($0) <= 80 }, "\(lines)")
        let text = lines.joined(separator: "\n")
        for part in [
            "USD 0.28", "unknown", "minimax", "would", "RUNWAYML_API_SECRET", "RESULT", "REASON",
        ] {
            #expect(text.contains(part), "\(part) is not in \(text)")
        }
        #expect(!text.contains("…") && !text.contains("The client has no provider"))
    }

    @Test("At 40 columns, the tables fit, and the columns that are left out are known")
    func narrow() {
        let lines =
            report.options.lines(width: 40, hasColour: false) + report.leftOut.lines(width: 40, hasColour: false)
        #expect(lines.allSatisfy { TextWidth.of($0) <= 40 }, "\(lines)")
        #expect(!lines.joined().contains("…"), "\(lines)")
        #expect(report.options.hiddenColumns(width: 40).contains("IN FLIGHT"))
    }

    @Test("The first candidate without an obstacle takes the request")
    func taker() {
        let results = report.options.rows.map { $0[4].text }
        #expect(results == [Self.limit.message, "would take it", "free"])
        #expect(report.options.rows[1][5].text == "seconds 8 → 6")
        #expect(report.verdict == nil)
        let busy = RouteReport(
            choice: RouteChoice(options: [option(.init("a"), cents: 1, obstacle: Self.limit)], leftOut: []),
            chosen: ChosenRoute(route: Route(over: [.init("a")]))
        )
        #expect(busy.verdict == "No candidate is free now. The task would wait.")
        let none = RouteReport(
            choice: RouteChoice(options: [], leftOut: []),
            chosen: ChosenRoute(route: Route(over: [.init("a")]))
        )
        #expect(none.verdict == "No candidate can take the request.")
    }

    @Test("For programs, one object has everything")
    func json() throws {
        let json = report.json
        #expect(json["route"] == "hero-shots" && json["strategy"] == "cheapest")
        let candidates = try #require(json["candidates"]?.array)
        #expect(candidates.map { $0["wouldTake"] } == [false, true, false])
        #expect(candidates[0]["obstacle"]?["code"] == "rateLimited" && candidates[0]["inFlight"]?.int == 3)
        #expect(candidates[0]["provider"] == "minimax" && candidates[0]["model"] == "MiniMax-Hailuo-02")
        #expect(candidates[1]["changes"]?.array == ["seconds 8 → 6"] && candidates[1]["obstacle"] == .null)
        #expect(candidates[2]["amount"] == .null)
        #expect(json["leftOut"]?.array?.first?["reason"]?["code"] == "authenticationFailed")
        #expect(try JSONValue(parsing: Array(json.description.utf8)) == json)
    }

    @Test("A hostile message stays on its line")
    func hostile() {
        let error = VideoError(.rateLimited, "no\n\u{1B}[31m" + String(repeating: "x", count: 5000))
        let report = RouteReport(
            choice: RouteChoice(
                options: [option(.init("a\n\u{1B}[2J"), cents: 1, obstacle: error)],
                leftOut: [.init(candidate: .init("b"), reason: error)]
            ),
            chosen: ChosenRoute(route: Route(over: [.init("a")]))
        )
        let lines =
            report.options.lines(width: 80, hasColour: false) + report.leftOut.lines(width: 80, hasColour: false)
        #expect(lines.allSatisfy { !$0.contains("\u{1B}") && !$0.contains("\n") && TextWidth.of($0) <= 80 })
    }
}
