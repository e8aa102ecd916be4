import Foundation
import Testing
import VideoGeneration

@Suite("A dialect without a field for videos and audio refuses them", .timeLimit(.minutes(20)))
struct MediaKindTests {
    static let dialects = [
        "minimax-v1", "minimax-relay", "minimax-cometapi", "minimax-template", "minimax-v2", "openai-videos",
        "veo-unified", "newapi-task",
    ]

    @Test("nothing is dropped in silence", arguments: dialects)
    func refused(_ name: String) throws {
        let url = try #require(HTTPURL("https://img.example/v"))
        let inputs: [MediaInput] = [
            .url(url, kind: .video), .url(url, kind: .audio), .data(Data(count: 8), .mp4), .data(Data(count: 8), .wav),
            .uploaded("id", kind: .video),
        ]
        for input in inputs {
            // A model that no description covers.
            let request = ask("a boat", "any-model") {
                $0.references = [.url(url), input]
                if name == "minimax-template" { $0.source = .template(id: "1", texts: []) }
            }
            let error = #expect(throws: VideoError.self) {
                try dialect(name).submitRequest(request, at: endpoint(for: name))
            }
            let word = input.kind == .audio ? "an audio file" : "a video"
            #expect(
                error?.code == .invalidRequest && error?.message.contains(word) == true,
                "\(String(describing: error))"
            )
            _ = try dialect(name).submitRequest(
                request.withoutVideosAndAudio,
                at: endpoint(for: name)
            )
        }
    }

    @Test("also for a template of MiniMax's first API")
    func template() throws {
        let request = ask {
            $0.source = .template(id: "1", texts: [])
            $0.references = [.uploaded("id", kind: .audio)]
        }
        #expect(throws: VideoError.self) {
            try dialect("minimax-v1").submitRequest(request, at: endpoint(for: "minimax-v1"))
        }
    }
}

extension VideoRequest {
    fileprivate var withoutVideosAndAudio: VideoRequest {
        var copy = self
        copy.references.removeAll { $0.kind != .picture }
        return copy
    }
}
