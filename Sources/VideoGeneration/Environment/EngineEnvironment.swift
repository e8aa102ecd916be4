/// The parts of the outside world that the engine uses: network, disk, clock and random numbers.
///
/// The default is the machine's own. A test replaces them, all in one place:
///
/// ```swift
/// let environment = EngineEnvironment(transport: transport, clock: ManualClock())
/// let journal = try FileJournal(folder: folder, environment: environment)
/// let client = VideoClient(providers: [provider], journal: journal)
/// ```
///
/// It isn't called `Environment`, because SwiftUI has a property wrapper of that name.
public struct EngineEnvironment: Sendable {
    /// The transport that carries requests and downloads.
    public var transport: any HTTPTransport
    /// The disk that the journal and the videos are written to.
    package var disk: any Disk
    /// The clock for waits and for the time of day.
    public var clock: any EngineClock
    /// The source of task IDs and of the jitter of waits.
    public var random: any RandomSource

    /// Creates an environment on the machine's disk. The default of each other part is the machine's own.
    /// - Parameters:
    ///   - transport: The transport that carries requests and downloads.
    ///   - clock: The clock that waits and tells the time.
    ///   - random: The source of task IDs and of the jitter of waits, or nil for the system's generator.
    public init(
        transport: any HTTPTransport = SystemTransport.shared,
        clock: any EngineClock = SystemClock(),
        random: (any RandomSource)? = nil
    ) {
        self.init(transport: transport, disk: POSIXDisk(), clock: clock, random: random ?? SystemRandom())
    }

    /// Creates an environment on any disk, for example on a simulated one.
    package init(
        transport: any HTTPTransport = SystemTransport.shared,
        disk: any Disk,
        clock: any EngineClock = SystemClock(),
        random: any RandomSource = SystemRandom()
    ) {
        self.transport = transport
        self.disk = disk
        self.clock = clock
        self.random = random
    }
}
