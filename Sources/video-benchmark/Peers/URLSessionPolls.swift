import Foundation
import VideoWorkloads

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// The status requests of ``PollsWorkload`` with URLSession and JSONDecoder. The command is
/// `video-benchmark urlsession-polls ADDRESS COUNT`.
struct URLSessionPolls: Workload {
    let name = "urlsession-polls"

    private struct Video: Decodable { let status: String }

    func run(_ arguments: [String]) async throws {
        let (address, count) = try PollsWorkload.read(arguments)
        guard let url = URL(string: "\(address)/v1/videos/video_1") else {
            throw BenchmarkError("The address is not a URL.")
        }
        let configuration = URLSessionConfiguration.ephemeral
        configuration.httpMaximumConnectionsPerHost = 64
        let session = URLSession(configuration: configuration)
        @Sendable func poll() async throws {
            let (data, _) = try await session.data(from: url)
            guard try JSONDecoder().decode(Video.self, from: data).status == "in_progress" else {
                throw BenchmarkError("The task is not running.")
            }
        }
        try await poll()
        try report(try await ResourceUsage.measure { try await PollsWorkload.inFlight(count, poll) })
    }
}
