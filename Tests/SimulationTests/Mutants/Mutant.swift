import Testing
import VideoGeneration

/// A broken rule: something between the engine and the simulated world that cheats.
struct Mutant: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// The seed of the first life that found it when it was last looked for. The search begins there, and goes on with
    /// the seeds after it.
    let seed: UInt64
    private let diskRules: CheatingDisk.Rules?
    private let networkRules: CheatingTransport.Rules?

    private init(
        _ name: String,
        seed: UInt64,
        disk: CheatingDisk.Rules? = nil,
        network: CheatingTransport.Rules? = nil
    ) {
        testDescription = name
        self.seed = seed
        diskRules = disk
        networkRules = network
    }

    func disk(_ process: SimulatedProcess) -> any Disk {
        let disk = SimulatedDisk(process)
        return diskRules.map { CheatingDisk(disk, $0) } ?? disk
    }

    func transport(_ process: SimulatedProcess) -> any HTTPTransport {
        let transport = SimulatedTransport(process: process)
        return networkRules.map { CheatingTransport(transport: transport, rules: $0) } ?? transport
    }

    /// One broken rule each. Every promise that the verdict knows is broken by at least one of them.
    static let all: [Mutant] = [
        Mutant(
            "no sync before the purchase is sent",
            seed: 4,
            disk: .init(skipsSync: { $1.contains("\"submitting\"") })
        ),
        Mutant(
            "no sync before the caller hears the id",
            seed: 7,
            disk: .init(skipsSync: { $1.contains("\"accepted\"") })
        ),
        Mutant(
            "no sync after the video is stored",
            seed: 0,
            disk: .init(skipsSync: { $1.contains("\"event\":\"stored\"") })
        ),
        Mutant(
            "the journal's entry in its folder is not synced",
            seed: 3,
            disk: .init(skipsFolderSync: { $0.hasSuffix("/tasks") })
        ),
        Mutant(
            "the journal's folder is not synced",
            seed: 3,
            disk: .init(skipsFolderSync: { $0 == Life.stateFolder || $0 == "/home" })
        ),
        Mutant(
            "bytes of a video are counted before they are synced",
            seed: 1,
            disk: .init(skipsSync: { path, _ in path.hasSuffix(".part") })
        ),
        Mutant("the video's name is not synced", seed: 0, disk: .init(skipsFolderSync: { $0 == Life.videosFolder })),
        Mutant("a failed sync is not told", seed: 100, disk: .init(hidesFailedSyncs: true)),
        Mutant(
            "stored is written before the video is in its place",
            seed: 216,
            disk: .init(rewrites: Self.storedTooEarly)
        ),
        Mutant(
            "what was verified is not written down",
            seed: 90,
            disk: .init(rewrites: { $0.contains("\"verified\"") ? "" : $0 })
        ),
        Mutant("the id is forgotten", seed: 0, disk: .init(rewrites: { $0.contains("\"accepted\"") ? "" : $0 })),
        Mutant("parts are written without their lock", seed: 2, disk: .init(ignoresLock: { $0.hasSuffix(".part") })),
        Mutant(
            "the ledger is not in doubt on disk while a purchase is counted",
            seed: 11,
            disk: .init(skipsSync: { path, _ in path.hasSuffix("ledger.json") })
        ),
        Mutant("a purchase without an answer is sent again", seed: 99, network: .init(resends: true)),
        Mutant("a purchase that may have arrived is told as not sent", seed: 99, network: .init(deniesSending: true)),
        Mutant("parts of different files are put together", seed: 0, network: .init(hidesTags: true)),
    ]

    private static func storedTooEarly(_ line: String) -> String {
        guard line.contains("\"verified\"") else { return line }
        return line.replacing("\"state\":\"succeeded\"", with: "\"state\":\"stored\"   ")
    }
}
