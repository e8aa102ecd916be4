import OpenAIVideos
import VideoGeneration
import VideoSimulator

func generateWithSimulator(into folder: String) async throws -> VideoTask {
    let simulator = VideoSimulator(SimulatorOptions(generationTime: 0.5))
    let port = try simulator.start().api
    defer { simulator.stop() }
    let provider = DialectProvider(
        id: "simulator",
        dialect: OpenAIVideosDialect(),
        endpoint: try Endpoint("http://127.0.0.1:\(port)/v1"),
        key: try Secret("any-key-will-do")
    )
    let client = VideoClient(providers: [provider], journal: try FileJournal(folder: folder + "/journal"))
    let request = VideoRequest(prompt: "a paper boat in the rain", model: "sora-2")
    return try await client.generate(request, using: "simulator", savingTo: folder + "/boat.mp4")
}

func loseTheResponse() -> FaultScript {
    FaultScript(rules: [
        FaultRule(on: .submit, times: 1, .drop(billed: true)),
        FaultRule(on: .status, probability: 0.2, .status(code: 503)),
        FaultRule(on: .media, nth: 1, times: 1, .truncate(afterBytes: 65_536)),
    ])
}

func expectOnePurchase(_ simulator: VideoSimulator) -> Bool {
    let ledger = simulator.ledger
    return ledger.submits == 1 && ledger.videosBilled == 1 && ledger.credentialsAtMedia.isEmpty
}
