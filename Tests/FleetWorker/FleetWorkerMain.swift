import OpenAIVideos
import Synchronization
import VideoGeneration
import VideoGenerationPostgres
import VideoPlatform

/// A worker as a process of its own, for tests that kill and stop it. Its leases can be short.
///
/// Arguments: the connection string, the folder, the base URL of the provider, and six numbers of seconds: the lease of
/// a submit, the margin, the lease of a claim, the time between two renewals of claims, the delay of the first poll, and
/// the limit of submits a minute (0 for none).
@main
struct FleetWorkerMain {
    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst().map(\.self)
        guard arguments.count == 9 else { exit(2) }
        let numbers = arguments[3...].compactMap(Double.init)
        guard numbers.count == 6 else { exit(2) }
        var leases = LeaseTimes()
        leases.submit = Int(numbers[0])
        leases.margin = .seconds(numbers[1])
        leases.claim = Int(numbers[2])
        leases.claimRenewal = .seconds(numbers[3])
        leases.renewal = .seconds(numbers[3])
        let journal = try await PostgresJournal(
            arguments[0],
            folder: arguments[1],
            environment: EngineEnvironment(),
            leases: leases
        )
        let limits = numbers[5] > 0 ? SubmitLimits(perMinute: Int(numbers[5])) : SubmitLimits()
        let provider = try ProviderRegistry(OpenAIVideos.plugins).provider(
            for: ProviderConfiguration(
                id: "relay",
                dialect: "openai-videos",
                baseURL: arguments[2],
                keyEnv: "TEST_KEY",
                limits: limits
            ),
            environment: ["TEST_KEY": "sk-invented-0123456789"]
        )
        var settings = VideoClient.Settings()
        settings.polling = PollSchedule(first: .seconds(numbers[4]), longest: .seconds(numbers[4] * 3))
        let client = VideoClient(providers: [provider], journal: journal, settings: settings)
        let worker = try VideoWorker(client: client)
        print("ready")
        fflush(nil)
        try await worker.run()
    }
}
