import Synchronization
import VideoGeneration
import VideoPlatform

/// The check of uploads before a submit.
extension ConformanceBench {
    /// Sizes of a file in bytes. A provider may take small files in the submit.
    private static let sizes = [1 << 10, 6 << 20, 24 << 20]

    func checkUploads() async throws {
        let cast = try cast()
        guard !script.uploads.isEmpty else {
            let (_, scene) = await prepare(cast, input(.picture, bytes: 1 << 10), model: request.model)
            // A model that takes no pictures refuses the request.
            return expect(
                (scene.value != nil || scene.error?.code == .invalidRequest) && scene.requests.isEmpty,
                "a provider that needs no upload sends nothing before the submit",
                seen: "\(scene.outcome), \(scene.requests)"
            )
        }
        let models = [request.model] + cast.provider.info.models.map(\.name)
        var last = "no request was sent"
        for size in Self.sizes {
            for kind in MediaInput.Kind.allCases {
                let file = input(kind, bytes: size)
                for model in models {
                    let (count, scene) = await prepare(cast, file, model: model)
                    guard scene.requests.isEmpty else { return expectUpload(scene, of: file, responses: count) }
                    if let error = scene.error { last = "\(error)" }
                }
            }
        }
        expect(false, "a file is uploaded before the submit, for some kind of file and some model", seen: last)
    }

    private func expectUpload(_ scene: Scene<VideoRequest>, of file: MediaInput, responses: Int) {
        expect(
            scene.requests.count == script.uploads.count && responses == script.uploads.count,
            "an upload uses the \(script.uploads.count) samples `uploads` in order",
            seen: "\(scene.requests.map { "\($0.method.rawValue) \($0.url)" })"
        )
        expect(
            scene.requests.allSatisfy { !$0.delivers(prompt: Self.prompt) },
            "an upload buys nothing, so it does not contain the prompt",
            seen: "\(scene.requests)"
        )
        guard let sent = scene.value?.media.first else {
            return expect(false, "an upload returns the request with the file's ID", seen: scene.outcome)
        }
        let isUploaded = if case .uploaded = sent.source { true } else { false }
        expect(
            isUploaded && sent.kind == file.kind,
            "an upload puts the provider's own ID or URI in place of the bytes",
            seen: "\(sent.kind) with another source"
        )
    }

    /// Prepares a request with a file, and returns how many samples were consumed.
    private func prepare(_ cast: Cast, _ file: MediaInput, model: String?) async -> (Int, Scene<VideoRequest>) {
        var request = request
        request.model = model
        if file.kind == .picture { request.firstFrame = file } else { request.references = [file] }
        let responses = script.uploads.map { makeResponse($0, .succeeded) }
        let counter = Counter()
        let prepared = request
        let scene = await cast.stage.play({ _ in
            let index = counter.next()
            return responses.indices.contains(index) ? responses[index] : HTTPResponse(status: 404)
        }) { try await cast.provider.prepare(prepared, in: cast.context) }
        return (counter.count, scene)
    }

    private final class Counter: Sendable {
        private let value = Mutex(0)
        var count: Int { value.withLock { $0 } }
        func next() -> Int {
            value.withLock {
                $0 += 1
                return $0 - 1
            }
        }
    }

    private func input(_ kind: MediaInput.Kind, bytes: Int) -> MediaInput {
        let (start, type): ([UInt8], MediaInput.MediaType) =
            switch kind {
            case .picture: ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], .png)
            case .video: (Array("\0\0\0\u{18}ftypisom".utf8), .mp4)
            case .audio: (Array("ID3".utf8), .mp3)
            }
        return .data(Data(start + [UInt8](repeating: 0, count: bytes)), type)
    }
}
