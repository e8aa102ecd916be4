import OpenAIVideos
import VideoGeneration
import VideoPlatform

/// Complete tasks including journal and verification, 64 at once: `jobs ADDRESS COUNT FOLDER`.
package struct JobsWorkload: Workload {
    package let name = "jobs"

    package init() {}

    package func run(_ arguments: [String]) async throws {
        guard arguments.count == 3, let count = Int(arguments[1]) else {
            throw BenchmarkError("Usage: jobs ADDRESS COUNT FOLDER")
        }
        let folder = arguments[2]
        let provider = DialectProvider(
            id: "openai",
            dialect: OpenAIVideosDialect(),
            endpoint: try Endpoint("\(arguments[0])/v1"),
            key: try Secret("not-a-key")
        )
        let moment = Duration.milliseconds(10)
        let client = VideoClient(
            providers: [provider],
            journal: try FileJournal(folder: folder + "/journal"),
            settings: VideoClient.Settings(polling: PollSchedule(first: moment, factor: 1, longest: moment))
        )
        let number = Numbers()
        try report(
            try await ResourceUsage.measure {
                try await PollsWorkload.inFlight(count) {
                    try await client.generate(
                        VideoRequest(prompt: "a paper boat in the rain", model: "sora-2", seconds: 4),
                        using: "openai",
                        savingTo: "\(folder)/\(number.next()).mp4"
                    )
                }
            }
        )
    }

    /// A program that does the same with the OpenAI Python client, without journal and verification. Its arguments are
    /// ADDRESS COUNT FOLDER.
    package static let python = """
        import asyncio, json, resource, sys, time
        from openai import AsyncOpenAI

        address, count, folder = sys.argv[1], int(sys.argv[2]), sys.argv[3]

        async def main():
            client = AsyncOpenAI(api_key="not-a-key", base_url=address + "/v1")
            gate = asyncio.Semaphore(64)

            async def job(number):
                async with gate:
                    video = await client.videos.create(model="sora-2", prompt="a paper boat in the rain", seconds="4")
                    while video.status != "completed":
                        await asyncio.sleep(0.01)
                        video = await client.videos.retrieve(video.id)
                    content = await client.videos.download_content(video.id)
                    content.write_to_file(f"{folder}/{number}.mp4")

            before, start = resource.getrusage(resource.RUSAGE_SELF), time.monotonic()
            await asyncio.gather(*(job(number) for number in range(count)))
            after = resource.getrusage(resource.RUSAGE_SELF)
            print(json.dumps({
                "wall": time.monotonic() - start,
                "cpu": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
                "peak": after.ru_maxrss * 1024,
                "extra": {},
            }))

        asyncio.run(main())
        """
}
