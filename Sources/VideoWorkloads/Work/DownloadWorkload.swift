import Synchronization
import VideoGeneration
import VideoGenerationTesting
import VideoPlatform
import VideoRecording

/// One download: `download URL BACKUP FOLDER [CONNECTIONS]`. The backup is `-` if there is none.
package struct DownloadWorkload: Workload {
    package let name = "download"

    package init() {}

    package func run(_ arguments: [String]) async throws {
        guard arguments.count >= 3, let link = HTTPURL(arguments[0]) else {
            throw BenchmarkError("Usage: download URL BACKUP FOLDER [CONNECTIONS]")
        }
        var limits = DownloadLimits()
        if arguments.count > 3, let connections = Int(arguments[3]) { limits.connections = connections }
        let backup = HTTPURL(arguments[1])
        let folder = arguments[2]
        let transport = NotingTransport(noting: backup)
        let output = VideoOutput(link, backupLinks: backup.map { [$0] } ?? [])
        guard let id = VideoTask.ID(rawValue: "v1-2222") else { throw BenchmarkError("The task ID is invalid.") }
        var usage = try await ResourceUsage.measure {
            _ = try await VideoDownloader(transport: transport, limits: limits).download(
                DownloadRequest(
                    of: id,
                    outputs: [output],
                    to: folder + "/video.mp4",
                    partsFolder: folder,
                    origin: link.origin
                ),
                scripted: ScriptedDownloadJournal(links: [output])
            )
        }
        try POSIXDisk().remove(folder + "/video.mp4")
        if let seconds = transport.seconds { usage.extra["backup"] = seconds }
        try report(usage)
    }
}

/// Sends with the system's transport and records the time at which the head of one link's response arrived.
private final class NotingTransport: HTTPTransport {
    private let link: HTTPURL?
    private let start = ContinuousClock.now
    private let first = Mutex<Double?>(nil)

    init(noting link: HTTPURL?) { self.link = link }

    var seconds: Double? { first.withLock { $0 } }

    func send(_ request: HTTPRequest, timeouts: HTTPTimeouts, to sink: some HTTPSink) async throws {
        guard request.url == link else {
            return try await SystemTransport.shared.send(request, timeouts: timeouts, to: sink)
        }
        let noting = HeadSink(sink) { [self] _ in
            first.withLock { $0 = $0 ?? start.duration(to: .now) / .seconds(1) }
        }
        try await SystemTransport.shared.send(request, timeouts: timeouts, to: noting)
    }
}
