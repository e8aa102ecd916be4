import VideoGeneration

/// A broken rule: something between the engine and the simulated world that cheats.
struct Mutant: Sendable {
    let name: String
    var disk: @Sendable (SimulatedProcess) -> any Disk = { SimulatedDisk($0) }
    var transport: @Sendable (SimulatedProcess) -> any HTTPTransport = { SimulatedTransport(process: $0) }
}
