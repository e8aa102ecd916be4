import Foundation
import Testing
import VideoGenerationTesting

@testable import VideoGeneration
@testable import VideoGenerationCore

@Suite(.timeLimit(.minutes(20))) struct LearnedScheduleTests {
    private let schedule = PollSchedule()

    private func usual(_ seconds: [Double]) -> LogNormal? {
        let times = RunningTimes()
        for second in seconds { times.learn(seconds: second) }
        return times.usual
    }

    /// Runs of 90 s, spread by a fifth.
    private var ninety: LogNormal? {
        usual((0..<40).map { 90 * exp(0.2 * sin(Double($0) * 2.4) * 1.4) })
    }

    private func delay(_ record: PollStatistics, at now: Double, _ usual: LogNormal?, hint: Duration? = nil) -> Double {
        schedule.delay(after: record, at: now, expecting: usual, random: 0.5).seconds
    }

    @Test("Without a history the schedule is the growing one")
    func blind() {
        var record = PollStatistics(lastLook: 0)
        #expect(delay(record, at: 0, usual([90, 91, 92])) == 2)
        record.countPoll()
        #expect(delay(record, at: 2, nil) == 3)
    }

    @Test("Few polls go to the time in which no video was ever ready, most to when it usually is")
    func density() {
        let record = PollStatistics(lastLook: 0, started: 0)
        #expect(delay(record, at: 0, ninety) > 40)
        #expect(delay(record, at: 90, ninety) < 10)
    }

    @Test("P14 a provider's wish wins over what was learned")
    func hint() {
        var record = PollStatistics(lastLook: 0, started: 0)
        record.record(.running, progress: nil, hint: .seconds(7), at: 30)
        #expect(delay(record, at: 30, ninety) >= 7)
        #expect(delay(record, at: 30, ninety) <= 7 * 1.2)
    }

    @Test("Every wait stays within 1 s and 60 s, whatever was learned", arguments: [0.2, 5, 90, 40_000])
    func bounds(median: Double) {
        let usual = usual(Array(repeating: median, count: 20))
        for now in [0, 1, 10, 100, 1e4, 1e7] {
            for started in [nil, 0.0] {
                let delay = delay(PollStatistics(lastLook: 0, started: started), at: now, usual)
                #expect((1...60).contains(delay))
            }
        }
    }

    @Test("A short video is not kept waiting, and who asks every moment goes on asking every moment")
    func shortVideos() {
        let record = PollStatistics(lastLook: 0, started: 0)
        let short = usual(Array(repeating: 4, count: 20))
        #expect(delay(record, at: 3.5, short) < 1.5)
        let eager = PollSchedule(first: .milliseconds(10), factor: 1, longest: .milliseconds(10))
        #expect(eager.delay(after: record, at: 3.5, expecting: short, random: 0.5) < .milliseconds(100))
    }

    @Test("Told progress says when the end is near")
    func progress() {
        var record = PollStatistics(lastLook: 0, started: 0)
        let blind = delay(record, at: 40, ninety)
        record.record(.running, progress: 0.95, hint: nil, at: 40)
        #expect(delay(record, at: 40, ninety) < blind)
    }

    @Test("When a run began and ended is known only to somebody who looked shortly before and after")
    func moments() {
        var near = PollStatistics(lastLook: 0)
        near.record(.queued, progress: nil, hint: nil, at: 20)
        near.record(.running, progress: nil, hint: nil, at: 40)
        near.record(.succeeded, progress: nil, hint: nil, at: 100)
        #expect(near.knownStart == 30)
        #expect(near.ended == 70)
        var away = PollStatistics(lastLook: 0)
        away.record(.running, progress: nil, hint: nil, at: 40)
        away.record(.succeeded, progress: nil, hint: nil, at: 4000)
        #expect(away.ended == nil)
        var late = PollStatistics(lastLook: 0)
        late.record(.succeeded, progress: nil, hint: nil, at: 4000)
        #expect(late.knownStart == nil)
        #expect(late.ended == nil)
    }

    @Test("Durations that a set clock makes teach nothing")
    func nonsense() {
        #expect(usual([-5, 0, .nan, .infinity, 1e12, -.infinity]) == nil)
        #expect(usual([90, 90, 90, 90, 90])?.median.rounded() == 90)
    }

    @Test("Half the requests of every 10 s, at no longer a mean delay, for runs that are alike")
    func economy() {
        let random = SeededRandom(seed: 3)
        let count = 2000
        var (polls, delays, fixedPolls) = (0.0, 0.0, 0.0)
        for _ in 0..<count {
            let normal = (-2 * log(1 - random.unit())).squareRoot() * cos(2 * .pi * random.unit())
            let done = 90 * exp(0.2 * normal)
            var record = PollStatistics(lastLook: 0, started: 0)
            var now = 0.0
            while now < done {
                now +=
                    schedule.delay(
                        after: record,
                        at: now,
                        expecting: LogNormal(mean: log(90), spread: 0.2),
                        random: random.unit()
                    ).seconds
                polls += 1
                record.record(.running, progress: nil, hint: nil, at: now)
            }
            delays += now - done
            fixedPolls += (done / 10).rounded(.up)
        }
        #expect(polls <= 0.5 * fixedPolls)
        #expect(delays / Double(count) <= 5)
    }
}
