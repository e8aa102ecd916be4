import Testing

/// One order in fine weather, and one death at every step of it in turn.
@Suite(.timeLimit(.minutes(20))) struct CrashTests {
    @Test("J4 S21 S22 Killed at any step, the next run finishes: one purchase, the right file")
    func killedAnywhere() { sweep(.kill) }

    @Test("D24 The power gone at any step, the next run finishes: one purchase, the right file")
    func powerLostAnywhere() { sweep(.powerLoss) }

    @Test("Killed at any step of the recovery, too")
    func killedTwice() {
        // Later ones would come after the end of the first life; then the recovery has few steps left.
        for first in stride(from: 8, to: 80, by: 11) {
            sweep(.kill, after: [Programs.Death(kind: .kill, step: first)], dyingAtLeast: 8)
        }
    }

    @Test("Killed or without power at any step, what was verified is never fetched again: the provider has it no more")
    func verifiedIsEnough() {
        sweep(.kill, forgetting: true)
        sweep(.powerLoss, forgetting: true)
    }

    /// - Parameter least: how many deaths there are to be, one at each step; fewer would prove nothing.
    private func sweep(
        _ death: Programs.Death.Kind,
        after earlier: [Programs.Death] = [],
        forgetting: Bool = false,
        dyingAtLeast least: Int = 80
    ) {
        for step in 0..<400 {
            let life = Life(
                seed: UInt64(step),
                dying: earlier + [Programs.Death(kind: death, step: step)],
                forgetting: forgetting
            )
            let failures = life.run()
            #expect(failures.isEmpty, "\(earlier), then \(death) at step \(step)")
            if life.deaths.isEmpty { continue }
            // The last life ended before its death came. Every earlier one died, or the sweep ended there.
            #expect(life.deaths.count == 1, "only the last death did not come")
            #expect(step >= least)
            return
        }
        Issue.record("a life that was not disturbed has an end")
    }
}
