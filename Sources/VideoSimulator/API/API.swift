/// The wire formats that the simulator implements.
enum API: Sendable, Hashable {
    /// `/v1/video_generation`. Every response has status 200 and a code in `base_resp`.
    case miniMaxV1
    /// `/v1/video_template_generation`, MiniMax's templates.
    case miniMaxTemplate
    /// The status route of a MiniMax relay, with an envelope around MiniMax's response.
    case miniMaxRelay
    /// `/v2/video_generation`. Errors have HTTP status codes.
    case miniMaxV2
    /// `/v1/videos`, OpenAI's API.
    case openAI
    /// `/v1/video/generations`, for relays of the new-api family.
    case newAPI
    /// `/v1/video/create`, the relays' unified format for veo models.
    case unified

    /// The failure of a task whose video was moderated.
    var moderation: SimulatedTask.Failure {
        switch self {
        case .miniMaxV1, .miniMaxTemplate, .miniMaxRelay, .miniMaxV2:
            .init(code: "1027", message: "output new_sensitive")
        case .openAI, .newAPI, .unified:
            .init(code: "moderation_blocked", message: "Your request was blocked by our moderation system.")
        }
    }

    /// Returns a random ID in this API's format.
    func makeID(model: String) -> String {
        switch self {
        case .miniMaxV1, .miniMaxRelay, .miniMaxV2: IDGenerator.decimal(15)
        // 18 digits are more than a double can represent exactly.
        case .miniMaxTemplate: IDGenerator.decimal(18)
        case .openAI: "video_" + IDGenerator.hexadecimal(32)
        case .newAPI: "task_" + IDGenerator.alphanumeric(32)
        case .unified: "\(model):\(IDGenerator.decimal(10))-\(IDGenerator.alphanumeric(10))"
        }
    }
}
