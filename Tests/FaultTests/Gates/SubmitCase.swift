@testable import VideoGeneration
@testable import VideoGenerationCore

/// A response to a submit, described in the terms of the purchase table, and what the table says about it.
///
/// ``expected`` is written from the table in Docs/Reliability.md and shares nothing with the code that it judges.
struct SubmitCase: Sendable {
    var status: Int
    var body: Body
    var header = Header(nil, nil)
    var location = Location.missing
    var resendsAfter429 = true

    /// A body, and what it holds.
    struct Body: Sendable {
        enum Form: Sendable { case object, other, cutOff }

        let text: String
        var form = Form.object
        var id: String?
        var hasOutput = false
        /// Added to the declared length.
        var missingBytes = 0
        /// The declarations of ``SubmitCase/reader`` that speak of this body, by status.
        var declared: [Int: PurchaseOutcome] = [:]
    }

    /// One header field beside `Location`.
    struct Header: Sendable {
        let name: String?
        let value: String?

        init(_ name: String?, _ value: String?) { (self.name, self.value) = (name, value) }

        /// Only a number above zero is evidence of an attempt.
        var showsAttempt: Bool { name?.hasPrefix("x-litellm-") == true && value == "1" }
    }

    /// Where a redirect leads, compared with `https://api.example.com/v1/videos`.
    enum Location: String, Sendable, CaseIterable {
        case missing = ""
        case scheme = "http://api.example.com/v1/videos"
        case host = "https://eu.example.com/v1/videos"
        case port = "https://api.example.com:8443/v1/videos"
        case slash = "https://api.example.com/v1/videos/"
        case relativeSlash = "/v1/videos/"
        case otherPath = "https://api.example.com/v1/videos/v-1"
        case otherCase = "https://api.example.com/v1/Videos"
        case query = "https://api.example.com/v1/videos?region=eu"
        case garbage = "http://"

        var isOtherAddressOfSamePath: Bool { [.scheme, .host, .port, .slash, .relativeSlash].contains(self) }
    }
}

extension SubmitCase {
    static let url = HTTPURL("https://api.example.com/v1/videos")

    /// A dialect of the usual form with some declarations.
    static let reader = ResponseReader(
        statuses: .relays,
        idKeys: ["id", "task_id"],
        rules: ResponseRules([
            .noChannel, .submit(200, "1002", is: .notNow), .submit(200, 2000...2999, is: .refused),
            .submit(400, "key_used", is: .usedBefore), .submit(404, "warming_up", is: .notNow),
        ])
    )

    var head: HTTPResponseHead {
        var fields = HTTPFields()
        if let name = header.name { fields[name] = header.value }
        if location != .missing { fields["Location"] = location.rawValue }
        if body.missingBytes > 0 { fields["Content-Length"] = "\(body.text.utf8.count + body.missingBytes)" }
        return HTTPResponseHead(status: status, fields: fields)
    }

    var response: HTTPResponse { HTTPResponse(head: head, body: Array(body.text.utf8)) }

    /// The table, row by row.
    var expected: PurchaseOutcome {
        if body.form == .cutOff || body.missingBytes > 0 { return .unknown }
        let isSuccess = status >= 200 && status <= 299
        if body.id != nil { return .accepted(isProvisional: !isSuccess) }
        if body.hasOutput { return .accepted(isProvisional: !isSuccess) }
        if let declared = body.declared[status] { return declared }
        switch status {
        case 401, 402, 403, 404, 405, 407, 411, 413, 414, 415, 417, 426, 431:
            return header.showsAttempt ? .unknown : .refused
        case 400, 422, 451:
            return body.form == .object && !header.showsAttempt ? .refused : .unknown
        case 301, 307, 308:
            return location.isOtherAddressOfSamePath ? .refused : .unknown
        case 429:
            return resendsAfter429 && !header.showsAttempt ? .notNow : .unknown
        default:
            return .unknown
        }
    }
}

extension SubmitCase {
    static let headers =
        [
            Header(nil, nil), Header("Retry-After", "1"), Header("x-should-retry", "true"),
            Header("x-litellm-response-cost", "1"),
        ]
        + ["x-litellm-attempted-retries", "x-litellm-attempted-fallbacks", "x-litellm-response-cost"].flatMap { name in
            ["0", "0.0", "1", "None", "abc"].map { Header(name, $0) }
        }

    static let bodies: [Body] = [
        // No task's ID.
        Body(text: "{}"),
        Body(text: #"{"error":{"message":"too many requests, resets at 2026-11-27T20:00:00Z [429]"}}"#),
        Body(text: #"{"error":{"message":"m","code":"rate_limit_exceeded","type":"too_many_requests"}}"#),
        Body(text: #"{"detail":[{"loc":["body","size"],"msg":"field required"}]}"#),
        Body(text: #"{"error":{"message":"content policy","code":"content_filter"}}"#),
        Body(text: #"{"id":0,"status":"queued"}"#),
        Body(text: #"{"id":"","task_id":null}"#),
        Body(text: #"{"id":" \n","task_id":"\t"}"#),
        Body(text: #"{"id":true,"task_id":{},"data":[]}"#),
        Body(text: #"{"request_id":"req-1","trace_id":"t-1"}"#),
        Body(text: #"{"error":{"id":"err-1","message":"m"}}"#),
        Body(text: #"{"message":"the task id is v-9","video":"v-9"}"#),
        // A task's ID, whatever stands beside it.
        Body(text: #"{"id":"v-1","status":"queued"}"#, id: "v-1"),
        Body(text: #"{"task_id":176843862716480001}"#, id: "176843862716480001"),
        Body(text: #"{"id":7,"task_id":"v-2"}"#, id: "v-2"),
        Body(text: #"{"code":"success","data":{"task_id":"v-3"}}"#, id: "v-3"),
        Body(text: #"{"id":"v-4","error":{"message":"slow down","code":"rate_limit_exceeded"}}"#, id: "v-4"),
        Body(text: #"{"id":"v-5","code":"2013","message":"invalid"}"#, id: "v-5"),
        Body(text: #"{"id":"v-6","code":"1002"}"#, id: "v-6"),
        Body(text: #"{"id":"v-7","code":"queued"}"#, id: "v-7"),
        // A finished video.
        Body(text: #"{"created":1,"data":[{"url":"https://cdn.example.com/v.mp4"}]}"#, hasOutput: true),
        Body(text: #"{"video_url":"https://cdn.example.com/v.mp4","code":"2013"}"#, hasOutput: true),
        // Declared.
        Body(text: #"{"code":"1002","message":"limit"}"#, declared: [200: .notNow]),
        Body(text: #"{"code":"2013","message":"invalid"}"#, declared: [200: .refused]),
        Body(text: #"{"code":"1001","message":"timeout"}"#),
        Body(text: #"{"error":{"code":"key_used"}}"#, declared: [400: .unknown]),
        Body(text: #"{"error":{"code":"model_not_found"}}"#, declared: [503: .refused]),
        Body(text: #"{"code":"warming_up"}"#, declared: [404: .notNow]),
        // Not what the API speaks.
        Body(text: #"[{"id":"v-8"}]"#, form: .other),
        Body(text: #""v-8""#, form: .other),
        Body(text: "upstream said {\"id\":\"v-8\"}", form: .other),
        Body(text: "[error] no such key", form: .other),
        Body(text: "{'id': 'v-8'}", form: .other),
        Body(text: "<html><h1>502 Bad Gateway</h1> content policy, too many requests [429]</html>", form: .other),
        Body(text: "", form: .other),
        // Cut off.
        Body(text: #"{"id":"v-9","status":"que"#, form: .cutOff),
        Body(text: #"{"error":{"message":"m"}"#, form: .cutOff),
        Body(text: #"{"ok":fal"#, form: .cutOff),
        Body(text: #"{"id":"v-9"}"#, missingBytes: 1),
        Body(text: "<html>401", form: .other, missingBytes: 40),
        Body(text: "", form: .other, missingBytes: 12),
    ]
}
