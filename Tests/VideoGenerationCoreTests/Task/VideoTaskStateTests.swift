import Foundation
import Testing

@testable import VideoGenerationCore

@Suite(.timeLimit(.minutes(20))) struct VideoTaskStateTests {
    private typealias State = VideoTask.State

    @Test("Nothing leads from the unknown back to a purchase")
    func unknownIsNotResent() {
        #expect(!State.outcomeUnknown.canBecome(.submitting))
        #expect(!State.outcomeUnknown.canBecome(.intent))
        #expect(State.outcomeUnknown.canBecome(.queued))
    }

    @Test("Nothing follows the end but a video that is there after all")
    func finalStates() {
        let final = State.allCases.filter(\.isFinal)
        #expect(Set(final) == [.failed, .cancelled, .expired, .stored])
        for state in final {
            let mayCome: Set<State> = state == .failed || state == .expired ? [.succeeded] : []
            for next in State.allCases where next != state { #expect(state.canBecome(next) == mayCome.contains(next)) }
        }
    }

    @Test("P9 a provider that goes back on a success is not believed")
    func noWayBack() throws {
        #expect(!State.succeeded.canBecome(.running))
        #expect(!State.succeeded.canBecome(.queued))
        #expect(!State.stored.canBecome(.running))
    }

    @Test("P10 shown progress stays within 0…1 and does not go back")
    func progress() throws {
        let id = try #require(VideoTask.ID(rawValue: "v1-abcd"))
        let reference = ProviderReference(id: "p", dialect: "d", endpoint: try Endpoint("https://a.example"))
        var task = VideoTask(
            id: id,
            provider: reference,
            request: VideoRequest(prompt: "x"),
            createdAt: .distantPast
        )
        task.state = .running
        var shown: [Double?] = []
        for told in [0, 0.5, 0.4, nil, 2.5, -3] as [Double?] {
            task.merge(TaskSnapshot(RemoteTask(id: "remote-1"), .running, progress: told))
            shown.append(task.progress)
        }
        #expect(shown == [0, 0.5, 0.5, 0.5, 1, 1])
    }

    @Test(
        "An id is a file name and nothing else",
        arguments: [
            "v1-../a", "v1", "v-abcd", "v1-abcde", "v1-ABCD", "../v1-abcd", "v99999999999999999999-abcd", "",
        ]
    )
    func oddIdentifiers(_ text: String) { #expect(VideoTask.ID(rawValue: text) == nil) }
}
