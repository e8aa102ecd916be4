import Foundation
import Testing
import VideoGeneration
import VideoGenerationTesting

@testable import VideoREPL

@Suite("The screen of a batch", .timeLimit(.minutes(20)))
struct BatchScreenTests {
    private let folder: TemporaryFolder
    private let clock = ManualClock()

    init() throws { folder = try TemporaryFolder() }

    /// Returns a reporter for 60 rows, of which some have ended and some are in progress.
    private func reporter() async throws -> BatchReporter {
        let items = (1...60).map {
            BatchFixtures.item("scene-\($0)-" + String(repeating: "船", count: $0 % 40), number: $0)
        }
        let stored = try BatchFixtures.task(1, items[0].row.label, .stored, remote: "r1")
        let plan = try await BatchPlan(items, tasks: [stored]) { _ in }
        let board = BatchBoard(plan) { _ in .done }
        let output = FileHandle.nullDevice.fileDescriptor
        let reporter = BatchReporter(
            name: "shots",
            board: board,
            console: Console(output: output, errors: output, environment: [:]),
            clock: clock,
            isJSON: false,
            concurrency: 20,
            work: plan.order.count,
            usual: .seconds(60)
        )
        for index in 1..<22 {
            board.begin(index)
            board.observe(.task(try BatchFixtures.task(index + 1, items[index].row.label, .running)), of: index)
        }
        let slow = try BatchFixtures.task(9, items[8].row.label, .submitting)
        board.observe(.waiting(slow, VideoError(.rateLimited, "Too many requests"), retryAfter: .seconds(9)), of: 8)
        for (index, error) in [(1, nil), (2, VideoError(.contentRejected, "no"))] {
            let state: VideoTask.State = error == nil ? .stored : .failed
            var task = try BatchFixtures.task(
                index + 1,
                items[index].row.label,
                state,
                remote: error == nil ? "r" : nil
            )
            task.cost = Money(cents: 40)
            reporter.end(index, items[index], BatchOutcome(task, error, error == nil ? .done : .refused))
        }
        clock.advance(by: .seconds(30))
        return reporter
    }

    @Test("It fits the terminal, with counts, time, money, rows and events", arguments: [40, 80, 200])
    func widths(columns: Int) async throws {
        let lines = try await reporter().lines(width: columns, hasColour: false)
        for line in lines { #expect(TextWidth.of(line) < columns, "\(line)") }
        #expect(lines.count < 24, "\(lines)")
        let text = lines.joined(separator: " ")
        for part in [
            "2 stored", "19 in progress", "38 waiting", "1 not bought", "0:30", "left", "USD 0.40 spent", "to come",
            "LABEL", "running", "11 more rows",
        ] {
            #expect(text.contains(part), "\(part): \(lines)")
        }
    }

    @Test("Colors can be turned off")
    func colors() async throws {
        let reporter = try await reporter()
        #expect(!reporter.lines(width: 80, hasColour: false).joined().contains("\u{1B}"))
        #expect(reporter.lines(width: 80, hasColour: true).joined().contains("\u{1B}"))
    }
}
