import VideoGeneration
import VideoGenerationPostgres

func work(_ journal: PostgresJournal, _ provider: any VideoGenerating) async throws {
    let client = VideoClient(providers: [provider], journal: journal)
    try await client.enqueue(
        VideoRequest(prompt: "a paper boat in the rain"),
        using: provider.info.id,
        savingTo: "/videos/boat.mp4"
    )
    try await VideoWorker(client: client).run()
}
