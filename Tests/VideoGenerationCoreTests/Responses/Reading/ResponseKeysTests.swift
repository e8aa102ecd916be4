import Testing

@testable import VideoGenerationCore

@Suite("A dialect's own keys, envelopes and states", .timeLimit(.minutes(20)))
struct ResponseKeysTests {
    private let endpoint: Endpoint
    private let task = RemoteTask(id: "t1")

    init() throws { endpoint = try Endpoint("https://api.example.com/v1") }

    private func response(_ text: String, _ status: Int = 200) -> HTTPResponse {
        HTTPResponse(status: status, body: Array(text.utf8))
    }

    private func snapshot(_ text: String, _ reader: ResponseReader) throws -> TaskSnapshot {
        try reader.status(response(text), of: task, at: endpoint)
    }

    @Test("An envelope of the dialect is descended into, for the ID of a submit, the state, the link and the reason")
    func envelopes() throws {
        let reader = ResponseReader(
            statuses: .relays,
            keys: ResponseKeys(envelopes: ["output", "steps", "content"], codes: ["code"])
        )
        let accepted = response(#"{"request_id":"r","output":{"task_id":"t1","task_status":"PENDING"}}"#)
        #expect(try reader.submitted(accepted, at: endpoint).remote.id == "t1")
        #expect(reader.evidence(in: accepted, at: endpoint).taskID == "t1")
        let done = try snapshot(
            #"{"output":{"task_id":"t1","task_status":"SUCCEEDED","video_url":"https://c.example/f.mp4"}}"#,
            reader
        )
        #expect(done.state == .succeeded && done.outputs.first?.link?.string == "https://c.example/f.mp4")
        let failed = try snapshot(
            #"{"output":{"task_id":"t1","task_status":"FAILED","code":"DataInspectionFailed","message":"No."}}"#,
            reader
        )
        #expect(failed.failure?.code == .contentRejected && failed.failure?.providerCode == "DataInspectionFailed")
        let deep = try snapshot(
            #"{"steps":[{"content":[{"task_id":"t1","status":"completed","uri":"https://c.example/g.mp4"}]}]}"#,
            reader
        )
        #expect(deep.outputs.first?.link?.string == "https://c.example/g.mp4")
    }

    @Test(
        "A key of the dialect is found in every case and style",
        arguments: ["VideoFile", "video_file", "VIDEO-FILE", "videofile", "videoFile"]
    )
    func styles(sent: String) throws {
        for declared in ["VideoFile", "video_file", "VIDEOFILE", "video-file"] {
            let keys = ResponseKeys(
                envelopes: [declared + "_box"],
                links: [declared],
                reasons: [declared],
                codes: [declared + "_code"],
                ownIDs: ["Meta.\(declared)"],
                cancelURLs: [declared]
            )
            let reader = ResponseReader(statuses: .relays, keys: keys)
            let done = try snapshot(
                #"{"id":"t1","status":"done","\#(sent)":"https://c.example/f.mp4","meta":{"\#(sent)":"own"}}"#,
                reader
            )
            #expect(done.outputs.first?.link?.string == "https://c.example/f.mp4")
            #expect(done.ownID == "own" && done.remote.cancelURL == "https://c.example/f.mp4")
            let failed = try snapshot(
                #"{"id":"t1","status":"failed","\#(sent)":"It broke.","\#(sent)_code":"E7"}"#,
                reader
            )
            #expect(failed.failure?.message == "It broke." && failed.failure?.providerCode == "E7")
            let boxed = try snapshot(#"{"\#(sent)_box":{"id":"t1","status":"processing"}}"#, reader)
            #expect(boxed.rawStatus == "processing")
        }
    }

    @Test("The state may be a function of the response, for an API without status words")
    func state() throws {
        var reader = ResponseReader(
            statuses: StatusTable(),
            idKeys: ["name"],
            keys: ResponseKeys(envelopes: ["response"])
        )
        reader.state = { document in
            guard document.json?["name"] != nil else { return nil }
            guard document.json?["done"]?.bool == true else { return .running }
            return document.json?["error"] == nil ? .succeeded : .failed
        }
        #expect(try snapshot(#"{"name":"t1"}"#, reader).state == .running)
        let done = try snapshot(#"{"name":"t1","done":true,"response":{"uri":"https://c.example/f.mp4"}}"#, reader)
        #expect(done.state == .succeeded && done.outputs.count == 1 && done.rawStatus == nil && done.isKnownStatus)
        let failed = try snapshot(#"{"name":"t1","done":true,"error":{"code":3,"message":"Bad frame."}}"#, reader)
        #expect(failed.state == .failed && failed.doubt == nil && failed.failure?.message == "Bad frame.")
        #expect(try reader.submitted(response(#"{"name":"t1"}"#), at: endpoint).state == .running)
        #expect(try reader.cancellation(response("{}")) == .cancelled)
        #expect(try reader.cancellation(response(#"{"name":"t1","done":true,"response":{}}"#)) == .refused)
    }

    @Test("An empty 202 to a poll means running", arguments: ["", " \n", "{}", "null", "[]"])
    func emptyAccepted(body: String) throws {
        let reader = ResponseReader(statuses: .relays, rules: ResponseRules(pollsNameTask: true))
        #expect(try reader.status(response(body, 202), of: task, at: endpoint).state == .running)
        // As a response to a submit, it names no task, so that it proves nothing.
        #expect(reader.evidence(in: response(body, 202), at: endpoint).taskID == nil)
        #expect(throws: VideoError.self) { try reader.status(response("", 200), of: task, at: endpoint) }
    }

    @Test(
        "A status word may have blanks around it and any case and style",
        arguments: [
            (" In Progress\n", RemoteState.running), ("\tSUCCEEDED ", .succeeded), ("Time-Out", .failed),
            ("timedOut", .failed), (" Canceled", .cancelled), ("NOT_START", .queued),
        ]
    )
    func words(word: String, state: RemoteState) throws {
        let reader = ResponseReader(statuses: .relays)
        let escaped = JSONValue.string(word).description
        let snapshot = try snapshot(#"{"id":"t1","status":\#(escaped),"url":"https://c.example/f.mp4"}"#, reader)
        #expect(snapshot.state == state && snapshot.isKnownStatus)
    }

    @Test("A cancel that deleted the task says so in any style", arguments: ["deleted", " Deleted ", "DELETED"])
    func deleted(word: String) throws {
        let reader = ResponseReader(statuses: .relays)
        #expect(try reader.cancellation(response(#"{"action":"\#(word)"}"#)) == .deleted)
    }

    @Test("A table with capitals, dots and underscores matches every style of its codes")
    func tables() throws {
        let errors = ErrorTable(["Quota.Exceeded_NOW": .init(.quotaExhausted)])
        for code in ["quota.exceeded_now", "QuotaExceededNow", "QUOTA-EXCEEDED-NOW", " quotaExceededNow "] {
            #expect(errors[code]?.code == .quotaExhausted)
        }
        #expect(StatusTable(succeeded: ["TASK_STATUS.Succeeded"])["task_status_succeeded"] == .succeeded)
    }
}
