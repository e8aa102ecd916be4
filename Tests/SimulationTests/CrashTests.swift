import Testing

/// One order in fine weather, and one death at every step of it in turn.
@Suite struct CrashTests {
    @Test("J4 S21 S22 Killed at any step, the next run finishes: one purchase, the right file")
    func killedAnywhere() { sweep(.kill) }

    @Test("D24 The power gone at any step, the next run finishes: one purchase, the right file")
    func powerLostAnywhere() { sweep(.powerLoss) }

    @Test("Killed at any step of the recovery, too")
    func killedTwice() {
        for first in stride(from: 8, to: 130, by: 11) { sweep(.kill, after: [Life.Death(kind: .kill, step: first)]) }
    }

    @Test("Killed or without power at any step, what was verified is never fetched again: the provider has it no more")
    func verifiedIsEnough() {
        sweep(.kill, forgetting: true)
        sweep(.powerLoss, forgetting: true)
    }

    private func sweep(_ death: Life.Death.Kind, after earlier: [Life.Death] = [], forgetting: Bool = false) {
        for step in 0..<400 {
            let life = Life(
                seed: UInt64(step),
                dying: earlier + [Life.Death(kind: death, step: step)],
                forgetting: forgetting
            )
            let failures = life.run()
            #expect(failures.isEmpty, "\(earlier), then \(death) at step \(step)")
            if !life.deaths.isEmpty { return }
        }
        Issue.record("a life that was not disturbed has an end")
    }
}
