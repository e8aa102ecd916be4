import Foundation
import Testing

@testable import VideoGenerationCore

@Suite("Videos and audio files are held against a mode's limits", .timeLimit(.minutes(20)))
struct MediaLimitsTests {
    private static let references = ModeDescription(
        .references,
        pictures: PictureLimits(maximum: 9),
        media: [
            MediaLimits(.video, maximum: 2, maximumBytes: 10, maximumSeconds: 15, types: [.mp4, .quickTime]),
            MediaLimits(.audio, maximum: 0),
        ]
    )
    private static let model = ModelDescription(name: "m", modes: [ModeDescription(.text), references])
    private static let textOnly = ModelDescription(name: "t", modes: [ModeDescription(.text)])

    private func request(_ references: [MediaInput]) -> VideoRequest {
        VideoRequest(prompt: "x", references: references)
    }

    private func message(_ references: [MediaInput]) -> String? { message(Self.model, references) }

    private func message(_ model: ModelDescription, _ references: [MediaInput]) -> String? {
        do {
            _ = try model.fit(request(references), orElse: ["other"])
            return nil
        } catch { return error.description }
    }

    @Test("A kind that the mode does not declare is refused, and the message names what is taken")
    func kind() throws {
        let url = try #require(HTTPURL("https://a.example/v"))
        #expect(
            message([.url(url, kind: .audio)])
                == "m takes no audio files in this mode: it takes 0 to 9 pictures and at most 2 videos. Nothing was sent. Models that do: other."
        )
        let described = ModelDescription(name: "d", modes: [ModeDescription(.references)])
        #expect(
            message(described, [.url(url, kind: .video)])?.contains("takes no videos in this mode: it takes pictures")
                == true
        )
        #expect(message(described, [.url(url)]) == nil)
        #expect(message(Self.textOnly, [.url(url, kind: .video)])?.contains("from reference videos. Nothing") == true)
        #expect(message(Self.textOnly, [.url(url)])?.contains("from reference pictures") == true)
    }

    @Test("Nothing is checked for a model of which nothing is known")
    func unknown() throws {
        let url = try #require(HTTPURL("https://a.example/v"))
        let inputs: [MediaInput] = [
            .url(url, kind: .video), .data(Data(count: 99), .mp3), .uploaded("x", kind: .audio),
        ]
        #expect(message(ModelDescription(name: "u"), inputs) == nil)
    }

    @Test("Count, bytes and types are kept, each to the last one; a URL is counted and not measured")
    func limits() throws {
        let url = try #require(HTTPURL("https://a.example/v"))
        let video = MediaInput.data(Data(count: 10), .mp4)
        #expect(message([video, .url(url, kind: .video)]) == nil)
        #expect(
            message([video, video, .url(url, kind: .video)])?.contains("at most 2 videos in this mode, not 3") == true
        )
        #expect(message([.data(Data(count: 11), .mp4)])?.contains("11 bytes, and at most 10") == true)
        #expect(message([.data(Data(count: 1), .webm)])?.contains("video/webm") == true)
        #expect(message([.uploaded("runway://1", kind: .video)]) == nil)
    }

    @Test("A length is kept with half a second for the last frame")
    func length() throws {
        let request = request([.uploaded("x", kind: .video)])
        try Self.model.checkLength(15.5, of: .video, in: request)
        let error = #expect(throws: VideoError.self) { try Self.model.checkLength(15.51, of: .video, in: request) }
        #expect(error?.message == "m does not take one of the videos: it is 15.5 s long, and at most 15 s are taken.")
        try Self.model.checkLength(1e300, of: .picture, in: request)
    }

    @Test("References of every kind are the mode references, and a price per picture counts pictures alone")
    func price() throws {
        let url = try #require(HTTPURL("https://a.example/v"))
        #expect(request([.url(url, kind: .audio)]).mode == .references)
        var model = Self.model
        model.prices = [
            Price(Money(cents: 100), per: .video, readOn: "2026-10-05"),
            Price(Money(cents: 1), per: .picture, readOn: "2026-10-05"),
        ]
        let mixed = request([.url(url), .url(url, kind: .video), .url(url, kind: .video)])
        #expect(mixed.pictures.count == 1 && model.estimate(mixed).total == Money(cents: 101))
    }

    @Test("A frame is a picture, and bytes are of the kind that they are given as", arguments: [true, false])
    func frames(hasModels: Bool) throws {
        let info = ProviderInfo(
            id: "p",
            dialect: "d",
            endpoint: try Endpoint("https://a.example"),
            models: hasModels ? [Self.model] : []
        )
        let url = try #require(HTTPURL("https://a.example/v"))
        var request = VideoRequest(prompt: "x", firstFrame: .url(url, kind: .video))
        #expect(throws: VideoError.self) { try info.fit(request) }
        request = VideoRequest(prompt: "x", lastFrame: .uploaded("a", kind: .audio))
        #expect(throws: VideoError.self) { try info.fit(request) }
        request = VideoRequest(prompt: "x", references: [MediaInput(.data(Data(), .png), kind: .video)])
        #expect(throws: VideoError.self) { try info.fit(request) }
    }

    @Test("An entry of providers.json without media is read as before, and one with media keeps it")
    func codable() throws {
        let old = #"{"name":"m","modes":[{"mode":"references","pictures":{"minimum":1,"maximum":3}}]}"#
        let decoded = try JSONDecoder().decode(ModelDescription.self, from: Data(old.utf8))
        #expect(decoded.mode(.references)?.media == [])
        let new = #"{"name":"m","modes":[{"mode":"references","media":[{"kind":"audio","maximum":1}]}]}"#
        let taken = try JSONDecoder().decode(ModelDescription.self, from: Data(new.utf8))
        #expect(taken.mode(.references)?.media == [MediaLimits(.audio, maximum: 1)])
        #expect(try JSONDecoder().decode(ModelDescription.self, from: JSONEncoder().encode(Self.model)) == Self.model)
    }
}
