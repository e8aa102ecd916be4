import Testing
import VideoGeneration

@testable import VideoREPL

@Suite("providers.json holds routes and limits", .timeLimit(.minutes(20)))
struct RoutesFileTests {
    private static let entry = #"{"id": "a", "dialect": "test", "baseURL": "https://a.example"}"#

    private func routes(_ routes: String) throws -> [NamedRoute] {
        let document = try JSONValue(parsing: #"{"providers": [\#(Self.entry)], "routes": \#(routes)}"#)
        let entries = try ProvidersFile.entries(document, TestDialect.registry)
        return ProvidersFile.routes(document, among: entries, TestDialect.registry)
    }

    @Test("A route has a strategy, candidates as texts or objects, and the number of purchases")
    func complete() throws {
        let route = try routes(
            """
            {"hero-shots": {"strategy": "cheapest", "attempts": 2, "afterModeration": true, "candidates": [
              "a", "a/m/1", {"provider": "simulator", "model": "sora-2", "adapting": "nearest"}]}}
            """
        )[0]
        #expect(route.name == "hero-shots" && route.problems.isEmpty)
        let candidates: [Route.Candidate] = [
            .init("a"), .init("a", model: "m/1"), .init("simulator", model: "sora-2", adapting: .nearest),
        ]
        #expect(route.route == Route(.cheapest, over: candidates, attempts: 2, afterModeration: true))
    }

    @Test("What a route leaves out has its default")
    func defaults() throws {
        #expect(try routes(#"{"r": {"candidates": ["a"]}}"#)[0].route == Route(over: [.init("a")]))
    }

    static let mistakes: [(String, String)] = [
        (#"{"r": 5}"#, "not an object"),
        (#"[5]"#, "routes is not an object"),
        (#"{"r": {"candidate": ["a"]}}"#, "Did you mean candidates? A route may have strategy"),
        (#"{"r": {"candidates": []}}"#, "1 to 32"),
        (#"{"r": {"candidates": "a"}}"#, "1 to 32"),
        (#"{"r": {"candidates": ["b"]}}"#, "no provider “b”"),
        (#"{"r": {"candidates": ["simulater"]}}"#, "Did you mean simulator? Known: a, simulator"),
        (#"{"r": {"candidates": ["a/"]}}"#, "PROVIDER/MODEL"),
        (#"{"r": {"candidates": ["/m"]}}"#, "PROVIDER/MODEL"),
        (#"{"r": {"candidates": [7]}}"#, "candidate 1: it is neither"),
        (#"{"r": {"candidates": [{"model": "m"}]}}"#, "provider is missing"),
        (#"{"r": {"candidates": [{"provider": "a", "model": 5}]}}"#, "model is not"),
        (#"{"r": {"candidates": [{"provider": "a", "adapt": "none"}]}}"#, "Did you mean adapting"),
        (#"{"r": {"candidates": [{"provider": "a", "adapting": "close"}]}}"#, "none or nearest"),
        (#"{"r": {"candidates": ["a"], "strategy": "fastest"}}"#, "ordered, cheapest or leastBusy"),
        (#"{"r": {"candidates": ["a"], "strategy": 1}}"#, "ordered, cheapest or leastBusy"),
        (#"{"r": {"candidates": ["a"], "attempts": 0}}"#, "attempts is not a whole number above 0"),
        (#"{"r": {"candidates": ["a"], "attempts": 1.5}}"#, "attempts is not a whole number above 0"),
        (#"{"r": {"candidates": ["a"], "attempts": 99999999999999999999}}"#, "attempts is not a whole number above 0"),
        (#"{"r": {"candidates": ["a"], "afterModeration": "yes"}}"#, "true or false"),
        (#"{"r, s": {"candidates": ["a"]}}"#, "only letters"),
        (#"{"a": {"candidates": ["a"]}}"#, "a provider has the same name"),
    ]

    @Test("Each mistake is named, with the allowed values", arguments: mistakes)
    func mistake(text: String, part: String) throws {
        let route = try #require(try routes(text).first)
        #expect(route.route == nil)
        #expect(route.problems.joined(separator: " ").contains(part), "\(route.problems)")
    }

    @Test("A mistake in one route does not break the others or the providers")
    func separate() throws {
        let document = try JSONValue(
            parsing:
                #"{"providers": [\#(Self.entry)], "routes": {"bad": {}, "good": {"candidates": ["a"]}, "good": {}}}"#
        )
        let entries = try ProvidersFile.entries(document, TestDialect.registry)
        let routes = ProvidersFile.routes(document, among: entries, TestDialect.registry)
        #expect(entries[0].problems.isEmpty)
        #expect(routes.map { $0.route == nil } == [true, false, true])
        #expect(routes[2].problems == ["the name is used by an earlier route."])
    }

    @Test("A list of 33 candidates is refused")
    func tooMany() throws {
        let list = Array(repeating: #""a""#, count: 33).joined(separator: ",")
        #expect(try routes(#"{"r": {"candidates": [\#(list)]}}"#)[0].route == nil)
    }

    @Test("A member of the file that has no meaning is a problem")
    func unknownMember() throws {
        let document = try JSONValue(parsing: #"{"providers": [], "route": {}}"#)
        let problems = ProvidersFile.unknownMembers(of: document)
        #expect(problems.count == 1 && problems[0].contains("Did you mean routes?"))
        #expect(ProvidersFile.unknownMembers(of: try JSONValue(parsing: "[]")).isEmpty)
    }

    @Test("The limits of an entry reach the provider, and each mistake is named")
    func limits() throws {
        func entry(_ limits: String) throws -> ProvidersFile.Entry {
            let text =
                #"[{"id": "a", "dialect": "test", "baseURL": "https://a.example", "limits": \#(limits)}]"#
            return try ProvidersFile.entries(JSONValue(parsing: text), TestDialect.registry)[0]
        }
        let whole = try entry(#"{"inFlight": 5, "perMinute": 20, "models": {"m1": {"inFlight": 2}}}"#)
        let limits = SubmitLimits(inFlight: 5, perMinute: 20, models: ["m1": SubmitLimits(inFlight: 2)])
        #expect(whole.problems.isEmpty && whole.configuration?.limits == limits)
        let configuration = try #require(whole.configuration)
        #expect(try TestDialect.registry.provider(for: configuration, environment: [:]).info.limits == limits)
        #expect(limits.shown == "5 in flight, 20 a minute; m1: 2 in flight")
        let mistakes = [
            ("5", "limits is not an object"), (#"{"inFlight": 0}"#, "limits.inFlight is not a whole number above 0"),
            (#"{"perMinute": -3}"#, "limits.perMinute"), (#"{"perMinute": "20"}"#, "limits.perMinute"),
            (#"{"inFlight": 1.5}"#, "limits.inFlight"), (#"{"perHour": 3}"#, "inFlight, perMinute, models"),
            (#"{"models": 3}"#, "limits.models is not"), (#"{"models": {"m": 2}}"#, "limits.models.m is not"),
            (#"{"models": {"m": {"inFlight": 0}}}"#, "limits.models.m.inFlight"),
            (#"{"models": {"m": {"models": {}}}}"#, "inFlight, perMinute."),
        ]
        for (text, part) in mistakes {
            let entry = try entry(text)
            #expect(entry.configuration == nil)
            #expect(entry.problems.joined(separator: " ").contains(part), "\(text): \(entry.problems)")
        }
    }
}
