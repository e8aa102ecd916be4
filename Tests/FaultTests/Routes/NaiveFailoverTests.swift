import Foundation
import Testing
import VideoGenerationTesting
import VideoSimulator

@testable import VideoGeneration
@testable import VideoGenerationCore

/// An app that catches the error of a submit, and tries the next provider unless a video was or may have been bought.
@Suite("An app that fails over in the naive way never buys a video twice", .timeLimit(.minutes(20)))
struct NaiveFailoverTests {
    /// How the app asks for its video.
    enum Way: String, Sendable, CaseIterable {
        case submit, labeledSubmit, route, labeledRoute, generate, labeledGenerate, generateByRoute

        var label: String? { [.labeledSubmit, .labeledRoute, .labeledGenerate].contains(self) ? "scene-12" : nil }
    }

    private static let request = VideoRequest(prompt: "a boat", model: "m")

    @Test("at every step of every attempt", arguments: NaiveFault.allCases, Way.allCases)
    func everyStep(_ fault: NaiveFault, _ way: Way) async throws {
        let size = try #require(VideoSize(width: 128, height: 128))
        let video = SimulatedVideo(prompt: "a boat", size: size, framesPerSecond: 1, seconds: 1)
        let film = try #require(video).mp4()
        for isLasting in fault.isDisk ? [fault == .diskFull] : [false, true] {
            var step = 0
            while step < 600 {
                guard try await check(fault, way, at: step, isLasting, film) else { break }
                step += 1
            }
            #expect(step > 0 && step < 600, "\(step) steps")
        }
    }

    /// Runs the app with a trouble at a step, and then once more without, as after a restart.
    /// - Returns: whether the step was reached.
    private func check(_ fault: NaiveFault, _ way: Way, at step: Int, _ isLasting: Bool, _ film: [UInt8]) async throws
        -> Bool
    {
        let disk = StepDisk(failing: fault.isDisk ? step : .max, isLasting: isLasting)
        let server = NaiveServer(fault, at: step, isLasting: isLasting, film: film)
        let folder = try TemporaryFolder()
        let client = try Self.client(folder, disk, server, seed: 3)
        disk.arm()
        let (_, errors) = await Self.ask(client, way, folder)
        disk.repair()
        server.repair()
        let text =
            "\(fault) at \(step), \(way), lasting \(isLasting): \(errors.map { "\($0.code) \($0.purchase) \($0)" })"
        #expect(server.billed.count <= 1, "bought twice, \(text)")
        let kept = try FileJournal(folder: folder.path + "/state").tasks()
        if let bought = server.billed.first {
            let isKnown =
                kept.contains { $0.remote?.id == bought || $0.attempts.contains { $0.remoteID == bought } }
                || errors.contains { $0.taskID == bought } || kept.contains { $0.state == .outcomeUnknown }
            #expect(isKnown, "the ID is lost, \(text)")
        }
        for error in errors.dropLast() { #expect(error.purchase == .none, "went on after \(error)") }
        if server.billed.isEmpty, way.label == nil {
            #expect(!errors.contains { $0.purchase == .made }, "nothing was bought, \(text)")
        }
        if way.label != nil {
            // The program starts again, and asks for the same video.
            let (task, later) = await Self.ask(try Self.client(folder, disk, server, seed: 4), way, folder)
            #expect(server.billed.count <= 1, "bought twice after a restart, \(text), \(later)")
            if server.billed.isEmpty {
                #expect(task?.state == .outcomeUnknown || later.last?.purchase == .unknown, "\(text), \(later)")
            }
        }
        return disk.isHit || server.isHit
    }

    /// Asks each provider, or route, in turn.
    private static func ask(_ client: VideoClient, _ way: Way, _ folder: TemporaryFolder) async -> (
        VideoTask?, [VideoError]
    ) {
        var errors: [VideoError] = []
        for number in 0..<3 {
            let name = ["first", "second", "third"][number]
            let route = Route(over: [.init(name), .init(["second", "third", "first"][number])])
            switch way {
            case .submit, .labeledSubmit:
                do {
                    return (try await client.submit(request, using: name, label: way.label), errors)
                } catch {
                    // The error is a `VideoError` without a cast.
                    errors.append(error)
                    guard error.purchase != .made, error.purchase != .unknown else { return (nil, errors) }
                }
            case .route, .labeledRoute:
                do {
                    return (try await client.submit(request, using: route, label: way.label), errors)
                } catch {
                    errors.append(error)
                    guard error.purchase != .made, error.purchase != .unknown else { return (nil, errors) }
                }
            case .generate, .labeledGenerate, .generateByRoute:
                let path = "\(folder.path)/\(name).mp4"
                do {
                    let task =
                        way == .generateByRoute
                        ? try await client.generate(request, using: route, savingTo: path, wait: .seconds(120))
                        : try await client.generate(
                            request,
                            using: name,
                            savingTo: path,
                            label: way.label,
                            wait: .seconds(120)
                        )
                    return (task, errors)
                } catch let error as VideoError {
                    errors.append(error)
                    guard error.purchase != .made, error.purchase != .unknown else { return (nil, errors) }
                } catch { return (nil, errors) }
            }
        }
        return (nil, errors)
    }

    private static func client(_ folder: TemporaryFolder, _ disk: StepDisk, _ server: NaiveServer, seed: UInt64) throws
        -> VideoClient
    {
        let clock = ManualClock()
        let providers = try ["first", "second", "third"].map {
            DialectProvider(
                id: $0,
                dialect: try DialectEntry(dialect: "openai-videos").provider(id: $0, resendsAfter429: true).dialect,
                endpoint: try Endpoint("https://\($0).example.com/v1"),
                key: nil
            )
        }
        let environment = EngineEnvironment(
            transport: ScriptedTransport { try server.respond($0) },
            disk: disk,
            clock: clock,
            random: SeededRandom(seed: seed)
        )
        return VideoClient(
            providers: providers,
            journal: try FileJournal(folder: folder.path + "/state", environment: environment)
        )
    }
}
