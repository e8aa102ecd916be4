import Foundation
import Testing

@testable import VideoGeneration

@Suite("What a schedule needs goes from one process to another", .timeLimit(.minutes(20)))
struct PollMemoryTests {
    /// The clocks of two processes had their zero at these times, in seconds since 1970.
    private let zeros = (first: 1_000_000.0, second: 1_000_940.5)

    private func moved(_ statistics: PollStatistics) throws -> PollStatistics {
        let json = try JSONEncoder().encode(statistics.memory(zero: zeros.first))
        return PollStatistics(try JSONDecoder().decode(PollMemory.self, from: json), zero: zeros.second)
    }

    @Test("The next poll of another process is due when that of the first one would be")
    func schedule() throws {
        var statistics = PollStatistics(lastLook: 2_000)
        let schedule = PollSchedule()
        let usual = LogNormal(mean: log(90), spread: 0.2)
        for (now, state, progress) in [
            (2_005.0, RemoteState.queued, nil), (2_012, .running, 0.1), (2_030, .running, 0.4),
        ] as [(Double, RemoteState, Double?)] {
            statistics.countPoll()
            statistics.record(state, progress: progress, hint: nil, at: now)
            let other = try moved(statistics)
            let shift = zeros.second - zeros.first
            for expected in [nil, usual] {
                let own = schedule.delay(after: statistics, at: now, expecting: expected, random: 0.5)
                let others = schedule.delay(after: other, at: now - shift, expecting: expected, random: 0.5)
                #expect(abs((own - others).seconds) < 0.001)
            }
            #expect(other.polls == statistics.polls)
        }
        #expect(
            try moved(statistics).knownStart.map { $0 + zeros.second } == statistics.knownStart.map { $0 + zeros.first }
        )
    }

    @Test("Doubts about an end keep their age")
    func doubts() {
        var doubts = Doubts()
        let first = doubts.isAbsent(at: 100)
        var other = doubts.shifted(by: 1_000)
        let later = [1_400.0, 1_699, 1_700].map { other.isAbsent(at: $0) }
        #expect([first] + later == [false, false, false, true])
        #expect(Doubts().shifted(by: 5) == Doubts())
    }
}
