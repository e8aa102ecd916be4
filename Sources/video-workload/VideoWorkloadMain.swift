import VideoPlatform
import VideoWorkloads

/// `video-workload NAME …`: what ``video-benchmark`` measures, in a process that holds what an app with this package
/// holds, and no more.
@main struct VideoWorkloadMain {
    private static let workloads: [any Workload] = [
        ServeWorkload(), PollsWorkload(), JournalWorkload(), BareJournalWorkload(), JournalRecoveryWorkload(),
        WaitingWorkload(), DownloadWorkload(), BareDownloadWorkload(), JobsWorkload(),
    ]

    static func main() async {
        do {
            let arguments = CommandLine.arguments.dropFirst()
            guard let workload = workloads.first(where: { $0.name == arguments.first }) else {
                throw BenchmarkError("There is no such work.")
            }
            try await workload.run(Array(arguments.dropFirst()))
        } catch {
            let text = "video-workload: \(error)\n"
            _ = write(STDERR_FILENO, text, text.utf8.count)
            exit(1)
        }
    }
}
