import Foundation
import MiniMaxHailuo
import OpenAIVideos
import Testing
import VideoGeneration

@Suite("A preset knows its address and the variable of its key", .timeLimit(.minutes(20)))
struct PresetTests {
    @Test("The presets of MiniMax are those of its plugins", arguments: MiniMaxRegion.allCases)
    func miniMax(region: MiniMaxRegion) throws {
        let key = try Secret("sk-test")
        let configurations = MiniMaxHailuo.plugins.flatMap(\.presets)
        let providers = [
            try DialectProvider.miniMax(key: key, region: region), try .miniMaxH3(key: key, region: region),
        ]
        for provider in providers {
            let configuration = try #require(configurations.first { $0.id == provider.info.id })
            #expect(provider.info.dialect == configuration.dialect)
            #expect(provider.info.endpoint == (try Endpoint(configuration.baseURL)))
            #expect(provider.info.keyVariable == configuration.keyEnv)
        }
        #expect(configurations.count == 2 * MiniMaxRegion.allCases.count)
    }

    @Test("A key of one region is not sent to the host of the other")
    func regions() throws {
        let origins = try MiniMaxRegion.allCases.map { region in
            try DialectProvider.miniMax(key: Secret("sk-test"), region: region).info.endpoint.origin
        }
        #expect(Set(origins).count == origins.count)
        #expect(Set(MiniMaxHailuo.plugins.flatMap(\.presets).map(\.keyEnv)).count == origins.count)
    }

    @Test("A relay's preset takes its address and its key from the caller, and no key of another provider")
    func relays() throws {
        let url = "https://relay.example/v1"
        let providers = [
            try DialectProvider.openAIVideos(baseURL: url, key: nil), try .veoUnified(baseURL: url, key: nil),
            try .newAPITask(baseURL: url, key: nil), try .miniMaxRelay(baseURL: url, key: nil),
        ]
        for provider in providers {
            #expect(provider.credential == nil)
            #expect(provider.info.endpoint == (try Endpoint(url)))
            #expect(provider.info.id == provider.info.dialect)
        }
    }

    @Test("A key is read from the environment")
    func environment() async throws {
        // A variable of this process, because changing the environment is not safe while other tests read it.
        let variable = try #require(
            ProcessInfo.processInfo.environment.first { $0.value.count > 1 && (try? Secret($0.value)) != nil }
        )
        let endpoint = try Endpoint("https://api.example.com")
        let credential = Credential(try Secret(environment: variable.key), for: endpoint.origin)
        let request = try await credential.authorizing(.reading(endpoint.baseURL), at: .now)
        #expect(request.fields["Authorization"] == "Bearer \(variable.value)")
    }

    @Test("A missing variable is named in the error")
    func missing() throws {
        let name = "VIDEO_GENERATION_TESTS_NO_SUCH_KEY"
        let error = #expect(throws: VideoError.self) { try Secret(environment: name) }
        #expect(error?.code == .authenticationFailed)
        #expect(error?.message == "A key is needed, and \(name) is not set.")
        let configuration = ProviderConfiguration(
            id: "acme",
            dialect: "openai-videos",
            baseURL: "https://api.example.com/v1",
            keyEnv: name
        )
        let refusal = #expect(throws: VideoError.self) {
            try DialectProvider(configuration, dialect: OpenAIVideosDialect())
        }
        #expect(refusal?.message == "acme needs a key, and \(name) is not set.")
        #expect(refusal?.provider == "acme")
    }

    @Test("Options are merged last, in the order of their keys")
    func options() {
        var body: JSONObject = ["prompt": "a boat", "size": "small"]
        body.merge(["z": 1, "size": "large", "a": true])
        #expect(JSONValue.object(body).description == #"{"prompt":"a boat","size":"large","a":true,"z":1}"#)
    }
}
