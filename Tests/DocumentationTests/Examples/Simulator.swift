import VideoSimulator

func countPurchases(with script: FaultScript) throws {
    let simulator = VideoSimulator(SimulatorOptions(generationTime: 0.5), faults: script)
    let ports = try simulator.start()  // base URL "http://127.0.0.1:\(ports.api)"
    print(simulator.ledger.videosBilled)
    simulator.stop()
    _ = ports
}
