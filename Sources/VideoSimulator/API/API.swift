/// The wire formats that the simulator speaks.
enum API: Sendable, Hashable {
    /// `/v1/video_generation`: answers everything with 200 and a code in `base_resp`.
    case miniMax
    /// `/v1/video_template_generation`
    case miniMaxTemplate
    /// The query of a relay that sells MiniMax: an envelope around MiniMax's answer.
    case miniMaxRelay
    /// `/v2/video_generation`: real HTTP errors.
    case miniMaxV2
    /// `/v1/videos`
    case openAI
    /// `/v1/video/generations`: relays of the new-api family.
    case newAPI
    /// `/v1/video/create`: the relays' unified format, veo models.
    case unified

    /// How a task fails whose video was moderated.
    var moderation: SimulatedTask.Failure {
        switch self {
        case .miniMax, .miniMaxTemplate, .miniMaxRelay, .miniMaxV2:
            .init(code: "1027", message: "output new_sensitive")
        case .openAI, .newAPI, .unified:
            .init(code: "moderation_blocked", message: "Your request was blocked by our moderation system.")
        }
    }

    /// Draws an id as this API hands them out.
    func makeID(model: String) -> String {
        switch self {
        case .miniMax, .miniMaxRelay, .miniMaxV2: IDGenerator.decimal(15)
        // More digits than a double holds.
        case .miniMaxTemplate: IDGenerator.decimal(18)
        case .openAI: "video_" + IDGenerator.hexadecimal(32)
        case .newAPI: "task_" + IDGenerator.alphanumeric(32)
        case .unified: "\(model):\(IDGenerator.decimal(10))-\(IDGenerator.alphanumeric(10))"
        }
    }
}
