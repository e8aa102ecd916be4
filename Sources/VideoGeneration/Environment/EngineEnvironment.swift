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
    public var disk: any Disk
    /// The clock for waits and for the time of day.
    public var clock: any EngineClock
    /// The source of task IDs and of the jitter of waits.
    public var random: any RandomSource

    /// Creates an environment; everything that is not given is the machine's own.
    public init(
        transport: any HTTPTransport = SystemTransport.shared,
        disk: any Disk = POSIXDisk(),
        clock: any EngineClock = SystemClock(),
        random: any RandomSource = SystemRandom()
    ) {
        self.transport = transport
        self.disk = disk
        self.clock = clock
        self.random = random
    }
}
