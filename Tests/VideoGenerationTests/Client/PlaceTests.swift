import Foundation
import Testing
import VideoGenerationTesting

@testable import VideoGeneration
@testable import VideoGenerationCore

/// Places where a video cannot go are found out before money is spent.
@Suite(.timeLimit(.minutes(20)))
struct PlaceTests {
    private func order(_ bench: Bench, _ path: String, replacing: Bool = false) async throws -> VideoTask {
        try await bench.client.generate(
            VideoRequest(prompt: "a paper boat"),
            using: "scripted",
            savingTo: path,
            replacing: replacing,
            wait: .seconds(1)
        )
    }

    @Test(
        "A symbolic link, a folder, a pipe or a device as output is refused unpaid",
        arguments: [("dangling", false), ("link", false), ("folder", true), ("pipe", true), ("/dev/null", true)]
    )
    func obstacles(_ name: String, _ replacing: Bool) async throws {
        let bench = try Bench()
        let folder = bench.folder.path
        #expect(symlink("nowhere", folder + "/dangling") == 0)
        #expect(symlink("tasks", folder + "/link") == 0)
        #expect(mkdir(folder + "/folder", 0o700) == 0 && mkfifo(folder + "/pipe", 0o600) == 0)
        let path = name.hasPrefix("/") ? name : "\(folder)/\(name)"
        let error = await bench.failure { try await order(bench, path, replacing: replacing) }
        #expect(error?.code == .invalidRequest && error?.advice?.contains("Nothing was sent") == true)
        #expect(bench.provider.submitCount == 0)
    }

    @Test("Two orders for one file, through two names of its folder: the second one is refused unpaid")
    func twoNames() async throws {
        let bench = try Bench { $0.statuses = Array(repeating: .success(.told(.running)), count: 500) }
        let folder = bench.folder.path
        #expect(mkdir(folder + "/videos", 0o700) == 0 && symlink("videos", folder + "/alias") == 0)
        _ = await bench.failure { try await order(bench, folder + "/videos/a.mp4") }
        let tasks = try bench.journal.tasks()
        #expect(tasks.map(\.state.isUnfinished) == [true])
        for path in ["/alias/a.mp4", "/videos/a.mp4", "/alias/../videos/./a.mp4"] {
            let error = await bench.failure { try await order(bench, folder + path) }
            #expect(
                error?.message.contains(try #require(tasks.first).id.rawValue) == true,
                "\(path): \(String(describing: error))"
            )
        }
        #expect(bench.provider.submitCount == 1)
        // Another name is another file, and whoever may replace it may order for it.
        _ = await bench.failure { try await order(bench, folder + "/alias/b.mp4") }
        _ = await bench.failure { try await order(bench, folder + "/alias/a.mp4", replacing: true) }
        #expect(bench.provider.submitCount == 3)
    }

    @Test("A place is free again once its order was refused, and while one is made it is taken")
    func claims() async throws {
        let disk = POSIXDisk()
        let folder = try TemporaryFolder()
        let places = PlannedPlaces()
        let place = try PlannedPlaces.Place(folder.path + "/a.mp4", on: disk)
        try await places.claim(place) { _ in true }
        await #expect(throws: VideoError.self) { try await places.claim(place) { _ in false } }
        places.settle(place, nil)
        try await places.claim(place) { _ in true }
        places.settle(place, VideoTask.ID(rawValue: "v1-aaaa"))
        await #expect(throws: VideoError.self) { try await places.claim(place) { _ in true } }
        try await places.claim(place) { _ in false }
    }

    @Test("A place is free again if the places of ended tasks cannot be looked up")
    func unreadable() async throws {
        let disk = POSIXDisk()
        let folder = try TemporaryFolder()
        let places = PlannedPlaces()
        for number in 0..<1_024 {
            let place = try PlannedPlaces.Place("\(folder.path)/\(number).mp4", on: disk)
            try await places.claim(place) { _ in true }
            places.settle(place, VideoTask.ID(rawValue: "v\(number)-aaaa"))
        }
        let place = try PlannedPlaces.Place(folder.path + "/next.mp4", on: disk)
        await #expect(throws: CancellationError.self) {
            try await places.claim(place) { _ in throw CancellationError() }
        }
        try await places.claim(place) { _ in false }
    }

    @Test("A picture that is a pipe, a device or a symbolic link is refused at once, unpaid")
    func pictures() async throws {
        let bench = try Bench()
        let folder = bench.folder.path
        #expect(mkfifo(folder + "/pipe.png", 0o600) == 0 && symlink("pipe.png", folder + "/link.png") == 0)
        for path in [folder + "/pipe.png", folder + "/link.png", "/dev/zero"] {
            var request = VideoRequest(prompt: "a paper boat")
            request.firstFrame = .file(path)
            let error = await bench.failure { try await bench.client.submit(request, using: "scripted") }
            #expect(error != nil && bench.provider.submitCount == 0)
        }
    }
}
