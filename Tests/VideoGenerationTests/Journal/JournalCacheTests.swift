import Foundation
import Testing
import VideoGenerationTesting

@testable import VideoGeneration
@testable import VideoGenerationCore

/// What a journal remembers of its own writing is what another process reads.
@Suite(.timeLimit(.minutes(20))) struct JournalMemoryTests {
    /// A journal of another process on the same folder.
    private func other(_ bench: Bench) throws -> FileJournal { try FileJournal(folder: bench.folder.path) }

    @Test("A task that was written just now is the same, bit for bit, to whoever reads its file", arguments: 0..<200)
    func sameBits(seed: UInt64) async throws {
        let bench = try Bench()
        let random = SeededRandom(seed: seed)
        bench.clock.setWallClock(offset: random.unit() * 1e9)
        let moment = bench.clock.now.addingTimeInterval(random.unit())
        let record = try await bench.journal.begin { id in
            var task = VideoTask(
                id: id,
                provider: bench.provider.info.reference,
                request: VideoRequest(
                    prompt: "a boat \u{1F6A2} \"in\" the\nrain",
                    seconds: 6,
                    size: VideoSize("1280x720"),
                    source: .remix(videoID: "v")
                ),
                createdAt: moment,
                destination: "/tmp/a \u{301} b.mp4"
            )
            task.cost = Money(Decimal(random.next() % 1_000_000) / 1000)
            return task
        }
        var told = try await record.append(.accepted, note: "queued") {
            $0.state = .queued
            $0.remote = RemoteTask(id: "18446744073709551615", fileID: "f")
        }
        record.close()
        #expect(try bench.journal.task(told.id) == told)
        #expect(try other(bench).task(told.id) == told)
        told = try await bench.journal.append(.status, to: told.id) {
            $0.state = .succeeded
            $0.progress = random.unit()
            $0.startedAt = moment.addingTimeInterval(-random.unit())
            $0.endedAt = moment.addingTimeInterval(random.unit() * 1000)
            $0.file = StoredVideo(
                path: "/v.mp4",
                bytes: 1 << 40,
                sha256: "00",
                width: 1,
                height: 2,
                seconds: random.unit(),
                codec: "avc1"
            )
        }
        #expect(try bench.journal.task(told.id) == told)
        #expect(try other(bench).task(told.id) == told)
    }

    @Test("What a reader does not get back is not remembered: pictures, private prompts, a refusal's hints")
    func lossy() async throws {
        let picture = Data([0xFF, 0xD8, 0xFF] + [UInt8](repeating: 0, count: 64))
        let requests = [
            VideoRequest(prompt: "a secret", isPrivate: true),
            VideoRequest(prompt: "a boat", firstFrame: .data(picture, .jpeg)),
            VideoRequest(prompt: "a boat", references: [.data(picture, .jpeg)]),
            VideoRequest(prompt: "a boat", options: ["scale": .number("1.0")]),
        ]
        for request in requests {
            let bench = try Bench()
            let task = try await bench.client.submit(request, using: "scripted")
            #expect(try bench.journal.task(task.id) == other(bench).task(task.id))
        }
        let refused = try Bench {
            $0.submits = [.failure(VideoError(.refused, "no", retryAfter: .seconds(3), progress: .headReceived))]
        }
        _ = await refused.failure { try await refused.submit() }
        #expect(try refused.journal.tasks() == other(refused).tasks())
    }

    @Test("A line that was written is not decoded; one that somebody else wrote is")
    func known() async throws {
        let bench = try Bench()
        let memory = JournalCache()
        let path = bench.folder.path + "/tasks/t.jsonl"
        let task = VideoTask(
            id: TaskID(number: 1, bits: SeededRandom(seed: 1).next()),
            provider: bench.provider.info.reference,
            request: VideoRequest(prompt: "a boat"),
            createdAt: bench.clock.now
        )
        let disk = POSIXDisk()
        let file = FileTaskLog(
            try disk.open(path, .create),
            path: path,
            new: task,
            cache: memory,
            journal: bench.journal
        )
        try await file.append(.intent) { _ in }
        try await file.append(.submitting) { $0.state = .submitting }
        let bytes = try disk.open(path, .read).read(at: 0, count: 10_000)
        let end = try #require(bytes.firstIndex(of: UInt8(ascii: "\n"))) + 1
        #expect(memory.known(bytes[..<end], .first, path: path)?.event == .intent)
        #expect(memory.known(bytes[end...], .last, path: path)?.event == .submitting)
        #expect(memory.known(bytes[..<end], .last, path: path) == nil)
        #expect(memory.known(bytes[end...].dropLast(), .last, path: path) == nil)
        #expect(memory.known(bytes[end...], .last, path: path + "x") == nil)
    }

    @Test("What is asked for stays known, however many other files there are")
    func generations() throws {
        let memory = JournalCache()
        for number in 0..<1000 {
            memory.noteSync(of: "\(number)", size: 1)
            memory.noteSync(of: "kept", size: Int64(number))
            #expect(memory.isSynced("kept", size: Int64(number)))
            #expect(memory.isSynced("\(max(number - 100, 0))", size: 1) || number == 0)
        }
        #expect(!memory.isSynced("0", size: 1))
    }
}
