import OpenAIVideos
import Testing
import VideoGeneration

@Suite("A picture's URL, by the name that the server has for it", .timeLimit(.minutes(20)))
struct PictureFieldTests {
    private static let link = "https://x.example/图 片.png"
    private static let encoded = "https://x.example/%E5%9B%BE%20%E7%89%87.png"

    private func sent(_ options: [String: JSONValue], _ pictures: Int = 1) throws -> HTTPRequest {
        let entry = ProviderConfiguration(id: "mine", dialect: "openai-videos", baseURL: relayBase, options: options)
        let url = try #require(HTTPURL(Self.link))
        let request = ask {
            $0.firstFrame = .url(url)
            $0.references = Array(repeating: .url(url), count: pictures - 1)
        }
        return try registry.plugin(for: "openai-videos").makeDialect(entry)
            .submitRequest(request, at: try Endpoint(relayBase))
    }

    private func body(_ request: HTTPRequest) -> String { String(decoding: request.body ?? [], as: UTF8.self) }

    static let spellings: [(String, String, String)] = [
        (
            "input_reference", #""input_reference":{"image_url":"\#(encoded)"}"#,
            "name=\"input_reference[image_url]\"\r\n\r\n\(encoded)\r\n"
        ),
        ("reference_url", #""reference_url":"\#(encoded)""#, "name=\"reference_url\"\r\n\r\n\(encoded)\r\n"),
        (
            "image_reference", #""image_reference":{"image_url":"\#(encoded)"}"#,
            "name=\"image_reference\"\r\n\r\n{\"image_url\":\"\(encoded)\"}\r\n"
        ),
    ]

    @Test("JSON and forms say it as the entry says", arguments: spellings)
    func spelling(_ name: String, _ json: String, _ part: String) throws {
        #expect(try body(sent(["picture": .string(name), "create": "json"])).contains(json))
        #expect(try body(sent(["picture": .string(name), "create": "multipart"])).contains(part))
    }

    @Test("a form whose field nobody knows is not sent: it would be a video without its picture")
    func unknownField() throws {
        let error = #expect(throws: VideoError.self) { try sent(["create": "multipart"]) }
        #expect(error?.code == .invalidRequest)
        #expect(error?.advice?.contains("Nothing was sent") == true)
        #expect(error?.advice?.contains("image_reference") == true)
        #expect(try body(sent([:])).contains(#""input_reference":{"image_url":"#))
    }

    @Test("a server that takes one picture is not sent two", arguments: ["reference_url", "image_reference"])
    func several(_ name: String) {
        #expect(throws: VideoError.self) { try sent(["picture": .string(name)], 2) }
    }

    @Test("a word that is no field is refused")
    func odd() {
        let error = #expect(throws: VideoError.self) { try sent(["picture": "image"]) }
        #expect(error?.code == .configurationInvalid)
    }
}

@Suite("A server that wanted a form, or JSON", .timeLimit(.minutes(20)))
struct CreateWishTests {
    static let refusals: [(String, Int, String, String?)] = [
        (
            "json", 422,
            #"{"detail":[{"type":"missing","loc":["body","prompt"],"msg":"Field required","input":null}]}"#, "multipart"
        ),
        (
            "json", 422,
            #"{"detail":[{"type":"missing","loc":["body","seconds"],"msg":"Field required","input":{"prompt":"a boat"}}]}"#,
            nil
        ),
        (
            "json", 400,
            #"{"error":{"message":"1 validation error:\n  {'type': 'missing', 'loc': ('body', 'prompt'), 'msg': 'Field required', 'input': None}","type":"Bad Request","code":400}}"#,
            "multipart"
        ),
        ("json", 415, #"{"detail":"Unsupported Media Type"}"#, "multipart"),
        ("json", 400, #"{"error":{"message":"prompt is too long"}}"#, nil),
        ("json", 401, #"{"error":{"message":"multipart"}}"#, nil),
        ("multipart", 400, #"{"detail":"input_reference file is required"}"#, "json"),
        ("multipart", 400, #"{"error":{"message":"invalid character '-' in numeric literal"}}"#, "json"),
        (
            "multipart", 422,
            #"{"detail":[{"type":"model_attributes_type","loc":["body"],"msg":"Input should be a valid dictionary","input":"--video-1"}]}"#,
            "json"
        ),
        ("multipart", 415, "", "json"),
        (
            "multipart", 422,
            #"{"detail":[{"type":"missing","loc":["body","size"],"msg":"Field required","input":null}]}"#, nil
        ),
    ]

    @Test("is named with the option that gives it", arguments: refusals.indices)
    func wish(_ index: Int) throws {
        let (create, status, body, wanted) = Self.refusals[index]
        let dialect = OpenAIVideosDialect(create: try #require(OpenAIVideosDialect.Create(rawValue: create)))
        let error = #expect(throws: VideoError.self) {
            try dialect.submitted(
                HTTPResponse(status: status, body: Array(body.utf8)),
                of: ask(),
                at: try Endpoint(relayBase)
            )
        }
        let message = try #require(error?.message)
        #expect(message.contains("create: ") == (wanted != nil), "\(message)")
        #expect(wanted.map { message.contains("create: \($0)") } ?? true, "\(message)")
    }
}
