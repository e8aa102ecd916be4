import Foundation

/// A lower bound of the number of polls of any schedule, computed by dynamic programming in steps of half a second.
///
/// Running times are log-normal, and the mean delay until a finished task is noticed is given. The schedule knows when
/// the task starts to run, and polls in the queue are not counted. No real schedule can therefore need fewer polls.
struct FewestPolls {
    private static let step = 0.5
    /// The maximum number of steps between two polls.
    private static let longest = 600
    private let survival: [Double]
    /// The integral of the probability that the task has ended.
    private let ended: [Double]

    init(median: Double, spread: Double) {
        let chances = (0..<2400).map { index -> Double in
            let time = Double(index) * Self.step
            return time == 0 ? 0 : 0.5 * (1 + erf(log(time / median) / spread / 2.0.squareRoot()))
        }
        survival = chances.map { 1 - $0 }
        ended = zip(chances, chances.dropFirst()).reduce(into: [0]) {
            $0.append($0[$0.count - 1] + ($1.0 + $1.1) / 2 * Self.step)
        }
    }

    /// Returns the mean number of polls for a mean delay in seconds.
    func count(delay: Double) -> Double {
        var (cheap, dear) = (1e-4, 10.0)
        // Finds the price of a second of delay, in polls, at which the best schedule has this delay.
        for _ in 0..<30 {
            let price = (cheap * dear).squareRoot()
            if best(price).delay > delay { cheap = price } else { dear = price }
        }
        return best(dear).polls
    }

    private func best(_ price: Double) -> (polls: Double, delay: Double) {
        let last = survival.count - 1
        var cost = [Double](repeating: 0, count: survival.count)
        var next = [Int](repeating: last, count: survival.count)
        for now in stride(from: last - 1, through: 0, by: -1) {
            cost[now] = .infinity
            for then in now + 1...min(now + Self.longest, last) {
                let sum = survival[now] + price * delay(from: now, to: then) + cost[then]
                if sum < cost[now] { (cost[now], next[now]) = (sum, then) }
            }
        }
        var result = (polls: 0.0, delay: 0.0)
        var now = 0
        while now < last, survival[now] > 1e-9 {
            result.polls += survival[now]
            result.delay += delay(from: now, to: next[now])
            now = next[now]
        }
        return result
    }

    /// Returns the contribution to the mean delay of tasks that end between two polls.
    private func delay(from now: Int, to then: Int) -> Double {
        ended[then] - ended[now] - (1 - survival[now]) * Double(then - now) * Self.step
    }
}
