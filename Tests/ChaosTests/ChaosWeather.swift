import VideoGeneration
import VideoGenerationTesting
import VideoSimulator

/// What goes wrong in one run, by its seed.
enum ChaosWeather {
    static func rules(_ random: SeededRandom) -> [FaultRule] {
        func pick(_ faults: [Fault?]) -> Fault? { faults[Int(random.next() % UInt64(faults.count))] }
        func bytes(_ bound: UInt64) -> Int { Int(random.next() % bound) }
        var rules: [FaultRule] = []
        let submit = pick([
            nil, nil, nil, nil, .delay(seconds: random.unit()), .drop(billed: true), .drop(), .hang,
            .status(code: 500, billed: true), .status(code: 502), .truncate(afterBytes: bytes(60)),
            .reset(afterBytes: bytes(60)), .captivePortal, .resetRequest(afterBytes: bytes(60)),
        ])
        // A purchase that hangs is waited for two minutes: it is left to the kills.
        if let submit, submit != .hang { rules.append(FaultRule(on: .submit, times: 1, submit)) }
        let status = pick([
            nil, nil, .drop(), .reset(afterBytes: bytes(80)), .status(code: 500), .status(code: 503, retryAfter: "1"),
            .truncate(afterBytes: bytes(80)), .captivePortal, .unknownStatus(word: "thinking"),
        ])
        if let status { rules.append(FaultRule(on: .status, times: 2, status)) }
        rules.append(FaultRule(on: .content, times: 6, .drip(bytesPerSecond: 300_000 + bytes(1_000_000))))
        for _ in 0..<2 {
            let content = pick([
                nil, .reset(afterBytes: bytes(400_000)), .truncate(afterBytes: bytes(400_000)), .ignoreRange,
                .wrongRange(offsetBy: 7), .withoutContentRange, .status(code: 500), .chunked, .closeDelimited,
                .delay(seconds: random.unit()), .captivePortal, .gzip,
            ])
            if let content { rules.append(FaultRule(on: .content, nth: 1 + bytes(3), times: 1, content)) }
        }
        return rules
    }
}
