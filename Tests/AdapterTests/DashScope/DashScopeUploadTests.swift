import DashScope
import Foundation
import Testing
import VideoGeneration
import VideoGenerationTesting

@Suite("Files in Model Studio's temporary store", .timeLimit(.minutes(20)))
struct DashScopeUploadTests {
    private static let large = Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) + Data(count: 5_000_000)
    private static let policy = """
        {"request_id": "r", "data": {"policy": "cG9saWN5", "signature": "c2ln", "upload_dir": "dashscope-instant/52/d",
         "upload_host": "https://store.example", "oss_access_key_id": "LTAI", "x_oss_object_acl": "private",
         "x_oss_forbid_overwrite": "true", "expire_in_seconds": 300}}
        """

    private func step(
        _ input: MediaInput,
        model: String? = nil,
        source: VideoRequest.Source? = nil,
        after responses: [String] = []
    ) throws -> UploadStep {
        try DashScopeDialect().uploadStep(
            for: input,
            of: VideoRequest(prompt: "a boat", model: model, source: source),
            after: responses.map { HTTPResponse(status: 200, body: Array($0.utf8)) },
            at: Endpoint("https://dashscope-intl.aliyuncs.com/api/v1")
        )
    }

    @Test("A large picture, a video and an audio file get a place of the request's model; a small picture needs none")
    func policy() throws {
        let inputs: [MediaInput] = [
            .data(Self.large, .png), MediaInput(.data(Data([0, 0, 0, 24]), .mp4), kind: .video),
            MediaInput(.data(Data([0x49, 0x44, 0x33]), .mp3), kind: .audio),
        ]
        for input in inputs {
            guard case .send(let request) = try step(input, model: "wan2.7-i2v") else {
                Issue.record("A \(input.kind) file is not uploaded.")
                continue
            }
            #expect(request.method == .get && request.url.target == "/api/v1/uploads?action=getPolicy&model=wan2.7-i2v")
        }
        for (source, model) in [
            (nil, "wan3.0-video"), (VideoRequest.Source.edit(videoID: "oss://v"), "wan2.7-videoedit"),
        ] {
            guard case .send(let request) = try step(inputs[0], source: source) else { continue }
            #expect(request.url.target.hasSuffix("&model=\(model)"))
        }
        #expect(try step(.data(Self.large.prefix(1_000_000), .png)) == .inline)
        #expect(try step(.uploaded("oss://a/b.png")) == .inline)
    }

    @Test("The file is posted with the fields of the place, the file last, and its URI names its bytes")
    func form() throws {
        let picture = MediaInput.data(Self.large, .png)
        guard case .send(let request) = try step(picture, after: [Self.policy]),
            case .done(let uri) = try step(picture, after: [Self.policy, ""]),
            case .done(let other) = try step(.data(Self.large + [1], .png), after: [Self.policy, ""])
        else {
            Issue.record("The upload has other steps.")
            return
        }
        #expect(request.method == .post && request.url.string == "https://store.example/")
        #expect(uri.hasPrefix("oss://dashscope-instant/52/d/") && uri.hasSuffix(".png") && uri != other)
        let body = String(decoding: (request.body ?? []).prefix(2_000), as: UTF8.self)
        let names = body.matches(of: /; name="([^"]+)"/).map { String($0.output.1) }
        #expect(
            names == [
                "OSSAccessKeyId", "Signature", "policy", "x-oss-object-acl", "x-oss-forbid-overwrite", "key",
                "success_action_status", "file",
            ]
        )
        #expect(body.contains(uri.dropFirst("oss://".count)) && body.contains("cG9saWN5"))
    }

    @Test(
        "A place that is missing or damaged ends the upload, and nothing was bought",
        arguments: [
            "", "{}", "[]", #"{"data": {"upload_dir": "", "upload_host": "https://s.example"}}"#,
            #"{"data": {"upload_dir": "d", "upload_host": "s"}}"#,
        ]
    )
    func damaged(_ response: String) throws {
        let error = #expect(throws: VideoError.self) { try step(.data(Self.large, .png), after: [response]) }
        #expect(error?.code == .malformedResponse && error?.advice == "Nothing was bought.")
    }
}
