import VideoPlatform
import VideoWorkloads

/// `video-workload NAME …` runs a workload that `video-benchmark` measures. The process links only what an app with
/// this package links, so that its memory is comparable.
@main struct VideoWorkloadMain {
    private static let workloads: [any Workload] = [
        ServeWorkload(), PollsWorkload(), JournalWorkload(), BareJournalWorkload(), JournalRecoveryWorkload(),
        WaitingWorkload(), SubmitsWorkload(), DownloadWorkload(), BareDownloadWorkload(), JobsWorkload(),
        FleetWorkload(),
    ]

    static func main() async {
        do {
            let arguments = CommandLine.arguments.dropFirst()
            guard let workload = workloads.first(where: { $0.name == arguments.first }) else {
                throw BenchmarkError("There is no workload of that name.")
            }
            try await workload.run(Array(arguments.dropFirst()))
        } catch {
            let text = "video-workload: \(error)\n"
            _ = write(STDERR_FILENO, text, text.utf8.count)
            exit(1)
        }
    }
}
