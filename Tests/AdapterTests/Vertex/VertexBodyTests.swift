import Foundation
import Testing
import Vertex
import VideoGeneration
import VideoGenerationTesting

@Suite("What Vertex is sent", .timeLimit(.minutes(20)))
struct VertexBodyTests {
    private static let png = MediaInput.data(Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]), .png)
    private static let image = #"{"bytesBase64Encoded":"iVBORw0KGgo=","mimeType":"image/png"}"#
    static let base = "https://us-central1-aiplatform.googleapis.com/v1/projects/my-project/locations/us-central1"

    private func body(
        _ model: String = "veo-3.1-lite-generate-001",
        storage: String? = nil,
        _ change: (inout VideoRequest) throws -> Void
    ) throws -> String {
        var request = VideoRequest(prompt: "a boat", model: model)
        try change(&request)
        let key = try Secret("ya29.invented-token-0123456789")
        let provider = try DialectProvider.vertex(project: "my-project", storage: storage, key: key)
        let sent = try provider.preview(request)
        #expect(sent.method == .post && !sent.isSafe)
        #expect(sent.url.string == "\(Self.base)/publishers/google/models/\(model):predictLongRunning")
        return String(decoding: sent.body ?? [], as: UTF8.self)
    }

    @Test("Text alone, and one video")
    func text() throws {
        #expect(try body { _ in } == #"{"instances":[{"prompt":"a boat"}],"parameters":{"sampleCount":1}}"#)
    }

    @Test("Length, ratio, resolution and bucket are parameters")
    func settings() throws {
        let sent = try body(storage: "gs://my-bucket/videos") {
            $0.seconds = 6
            $0.aspectRatio = "9:16"
            $0.resolution = "1080p"
        }
        let fields =
            #""durationSeconds":6,"aspectRatio":"9:16","resolution":"1080p","storageUri":"gs://my-bucket/videos""#
        #expect(sent == #"{"instances":[{"prompt":"a boat"}],"parameters":{"sampleCount":1,\#(fields)}}"#)
    }

    @Test("A first and a last frame, as bytes and from a bucket")
    func frames() throws {
        let sent = try body {
            $0.firstFrame = Self.png
            $0.lastFrame = .uploaded("gs://my-bucket/End.JPG")
        }
        let last = #"{"gcsUri":"gs://my-bucket/End.JPG","mimeType":"image/jpeg"}"#
        let instance = #"{"prompt":"a boat","image":\#(Self.image),"lastFrame":\#(last)}"#
        #expect(sent == #"{"instances":[\#(instance)],"parameters":{"sampleCount":1}}"#)
    }

    @Test("References are assets")
    func references() throws {
        let sent = try body("veo-3.1-generate-001") { $0.references = [Self.png, .uploaded("gs://my-bucket/face")] }
        let items = [
            #"{"image":\#(Self.image),"referenceType":"asset"}"#,
            #"{"image":{"gcsUri":"gs://my-bucket/face"},"referenceType":"asset"}"#,
        ]
        let instance = #"{"prompt":"a boat","referenceImages":[\#(items.joined(separator: ","))]}"#
        #expect(sent == #"{"instances":[\#(instance)],"parameters":{"sampleCount":1}}"#)
    }

    @Test("An extension starts from a video in a bucket")
    func extending() throws {
        let sent = try body("veo-3.1-generate-001") { $0.source = .extend(videoID: "gs://my-bucket/v.mp4") }
        let video = #"{"gcsUri":"gs://my-bucket/v.mp4","mimeType":"video/mp4"}"#
        let instance = #"{"prompt":"a boat","video":\#(video)}"#
        #expect(sent == #"{"instances":[\#(instance)],"parameters":{"sampleCount":1}}"#)
    }

    @Test("Options are added to the parameters")
    func options() throws {
        let sent = try body {
            $0.seconds = 8
            $0.options = ["parameters": ["seed": 7, "generateAudio": false], "labels": ["order": "abc"]]
        }
        let fields = #""sampleCount":1,"durationSeconds":8,"seed":7,"generateAudio":false"#
        #expect(
            sent == #"{"instances":[{"prompt":"a boat"}],"parameters":{\#(fields)},"labels":{"order":"abc"}}"#
        )
    }

    @Test("What the API has no field for is refused before anything is sent")
    func refusals() throws {
        func code(at base: String = Self.base, _ change: (inout VideoRequest) throws -> Void) throws -> VideoError.Code?
        {
            var request = VideoRequest(prompt: "a boat", model: "a-newer-model")
            try change(&request)
            let endpoint = try Endpoint(base)
            let error = #expect(throws: VideoError.self) {
                try VertexDialect().submitRequest(request, at: endpoint)
            }
            return error?.code
        }
        let link = MediaInput.url(try #require(HTTPURL("https://in.example/a.png")))
        #expect(try code { $0.size = VideoSize("1280x720") } == .invalidRequest)
        #expect(try code { $0.lastFrame = Self.png } == .invalidRequest)
        #expect(try code { $0.firstFrame = link } == .invalidRequest)
        #expect(try code { $0.references = [.data(Data([1]), .mp4)] } == .invalidRequest)
        #expect(try code { $0.source = .extend(videoID: "https://in.example/v.mp4") } == .invalidRequest)
        #expect(try code { $0.source = .edit(videoID: "gs://my-bucket/v.mp4") } == .invalidRequest)
        #expect(try code { $0.model = "../../../endpoints/1" } == .invalidRequest)
        #expect(
            try code {
                $0.firstFrame = Self.png
                $0.references = [Self.png]
            } == .invalidRequest
        )
        #expect(try code(at: "https://us-central1-aiplatform.googleapis.com") { _ in } == .configurationInvalid)
    }

    @Test("The preset has the project and the location in its address, and takes names only")
    func preset() throws {
        let key = try Secret("ya29.invented-token-0123456789")
        let regional = try DialectProvider.vertex(project: "my-project", key: key)
        #expect(regional.info.endpoint.baseURL.string == Self.base && regional.info.id == "vertex")
        #expect(regional.info.keyVariable == "GOOGLE_APPLICATION_CREDENTIALS")
        let global = try DialectProvider.vertex(project: "my-project", location: "global", key: key)
        #expect(
            global.info.endpoint.baseURL.string
                == "https://aiplatform.googleapis.com/v1/projects/my-project/locations/global"
        )
        for (project, location) in [("", "global"), ("a/b", "global"), ("p", "x.evil.example/"), ("p", "é")] {
            let error = #expect(throws: VideoError.self) {
                try DialectProvider.vertex(project: project, location: location, key: key)
            }
            #expect(error?.code == .configurationInvalid)
        }
    }

    @Test("A retired model is never the default, and is described with its end")
    func retired() throws {
        let dialect = VertexDialect()
        let standard = try #require(dialect.models.first { $0.name == dialect.defaultModel })
        #expect(standard.retiresOn == nil)
        #expect(dialect.models.first { $0.name == "veo-3.1-generate-001" }?.retiresOn == "2026-11-17")
        #expect(dialect.models.first { $0.name == "veo-2.0-generate-001" }?.retiresOn == "2026-06-30")
    }

    @Test("The option storage of a configuration is a bucket")
    func storage() throws {
        func dialect(_ value: JSONValue) throws -> VertexDialect? {
            let entry = ProviderConfiguration(
                id: "v",
                dialect: "vertex",
                baseURL: Self.base,
                options: ["storage": value]
            )
            return try plugins[0].makeDialect(entry) as? VertexDialect
        }
        #expect(try dialect("gs://my-bucket/videos")?.storage == "gs://my-bucket/videos")
        for value in ["https://storage.googleapis.com/my-bucket", 7] as [JSONValue] {
            #expect(throws: VideoError.self) { try dialect(value) }
        }
    }
}
