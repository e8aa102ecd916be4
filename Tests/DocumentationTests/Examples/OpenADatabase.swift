import VideoGeneration
import VideoGenerationPostgres

func open(_ connection: String, _ provider: any VideoGenerating) async throws -> VideoClient {
    try await PostgresJournal.migrate(connection)
    let journal = try await PostgresJournal(connection, folder: "/var/lib/app/videos")
    return VideoClient(providers: [provider], journal: journal)
}
