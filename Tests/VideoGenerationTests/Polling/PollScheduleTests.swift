import Testing
import VideoGeneration
import VideoGenerationTesting

@Suite(.timeLimit(.minutes(20))) struct PollScheduleTests {
    private let schedule = PollSchedule()

    @Test("The interval grows from 2 s by half to 15 s")
    func growth() {
        let delays = (0..<8).map { schedule.delay(beforePoll: $0, hint: nil, random: 0.5).seconds }
        let expected = [2, 3, 4.5, 6.75, 10.125, 15, 15, 15]
        for (delay, wanted) in zip(delays, expected) { #expect(abs(delay - wanted) < 1e-9) }
    }

    @Test("P14 a provider's polling hint is kept within 1 s and 60 s, and no poll comes earlier")
    func hints() {
        #expect(schedule.delay(beforePoll: 0, hint: .zero, random: 0) == .seconds(1))
        #expect(schedule.delay(beforePoll: 0, hint: .seconds(1_000_000_000_000), random: 1) == .seconds(60))
        #expect(schedule.delay(beforePoll: 9, hint: .seconds(7), random: 0) == .seconds(7))
        #expect(schedule.delay(beforePoll: 9, hint: .seconds(-5), random: 0) == .seconds(1))
    }

    @Test("P20 a hundred tasks that were submitted together are not polled together")
    func spread() {
        let random = SeededRandom(seed: 7)
        var seconds: [Int: Int] = [:]
        for _ in 0..<100 {
            var at = 0.0
            for poll in 0..<6 {
                at += schedule.delay(beforePoll: poll, hint: nil, random: random.unit()).seconds
            }
            seconds[Int(at), default: 0] += 1
        }
        #expect(seconds.values.max() ?? 100 <= 20)
    }
}
