import Testing
import VideoGeneration

/// The form in which a dialect's polls are answered.
struct PollFamily: Sendable, CustomTestStringConvertible {
    let entry: DialectEntry
    let running: String
    let succeeded: String
    let failed: String
    /// A code of the dialect that speaks of too many requests.
    let throttled: String
    /// A body with an ID, a word, an error's code and the members of a finished task.
    let body: @Sendable (_ id: String, _ word: String, _ code: String?, _ isDone: Bool) -> String

    static let id = "176843862716480"
    static let otherID = "999843862716999"

    var testDescription: String { entry.description }

    func poll(_ word: String, code: String? = nil, id: String = id, isDone: Bool = false) -> String {
        body(id, word, code, isDone)
    }

    /// The end of each script.
    var done: HTTPResponse { .json(200, poll(succeeded, isDone: true)) }

    static let all: [PollFamily] = [
        baseResponse("minimax-v1", done: #""file_id":"f-1","#),
        baseResponse("minimax-cometapi", done: #""file_id":"f-1","#),
        baseResponse("minimax-template", done: #""video_url":"https://cdn.example.com/v.mp4","#),
        envelope("minimax-relay"), envelope("newapi-task"), h3, flat("openai-videos"), flat("veo-unified"),
    ]

    private static func baseResponse(_ dialect: String, done: String) -> PollFamily {
        PollFamily(
            entry: DialectEntry(dialect: dialect),
            running: "Processing",
            succeeded: "Success",
            failed: "Fail",
            throttled: "1002"
        ) { id, word, code, isDone in
            #"{"task_id":"\#(id)","status":"\#(word)",\#(isDone ? done : "")"base_resp":{"status_code":\#(code ?? "0"),"status_msg":"m"}}"#
        }
    }

    private static func envelope(_ dialect: String) -> PollFamily {
        PollFamily(
            entry: DialectEntry(dialect: dialect),
            running: "IN_PROGRESS",
            succeeded: "SUCCESS",
            failed: "FAILURE",
            throttled: "rate_limit_exceeded"
        ) { id, word, code, isDone in
            let error = code.map { #""error":{"code":"\#($0)","message":"m"},"# } ?? ""
            let link = isDone ? #""result_url":"https://cdn.example.com/v.mp4","# : ""
            return
                #"{"code":"success","message":"","data":{"id":42,"task_id":"\#(id)",\#(error)\#(link)"status":"\#(word)"}}"#
        }
    }

    private static func flat(_ dialect: String) -> PollFamily {
        PollFamily(
            entry: DialectEntry(dialect: dialect),
            running: "in_progress",
            succeeded: "completed",
            failed: "failed",
            throttled: "rate_limit_exceeded"
        ) { id, word, code, isDone in
            let error = code.map { #""error":{"code":"\#($0)","message":"m"},"# } ?? ""
            let link = isDone ? #""video_url":"https://cdn.example.com/v.mp4","# : ""
            return #"{"id":"\#(id)","object":"video",\#(error)\#(link)"status":"\#(word)"}"#
        }
    }

    private static let h3 = PollFamily(
        entry: DialectEntry(dialect: "minimax-v2"),
        running: "running",
        succeeded: "succeeded",
        failed: "failed",
        throttled: "1002"
    ) { id, word, code, isDone in
        let error = code.map { #""error":{"code":"\#($0)","message":"m"},"# } ?? ""
        let link = isDone ? #""content":{"url":"https://cdn.example.com/v.mp4"},"# : ""
        return #"{"task":{"id":"\#(id)",\#(error)\#(link)"status":"\#(word)","model":"MiniMax-H3"}}"#
    }
}
