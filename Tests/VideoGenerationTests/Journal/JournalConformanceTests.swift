import Foundation
import Synchronization
import Testing
import VideoGeneration
import VideoGenerationTesting

@Suite("What every journal promises", .timeLimit(.minutes(20)))
struct JournalConformanceTests {
    @Test("The journal in a folder keeps every promise of a journal")
    func fileJournal() async {
        let violations = await JournalConformance { try FolderStore() }.run()
        #expect(violations.isEmpty, "\(violations)")
    }

    @Test("Every check can fail: a journal that breaks one promise is found", arguments: MutantJournal.Flaw.allCases)
    func mutants(_ flaw: MutantJournal.Flaw) async {
        let violations = await JournalConformance { MutantStore(store: try FolderStore(), flaw: flaw) }.run()
        #expect(violations.contains { $0.check.promise.contains(flaw.promise) }, "\(violations)")
    }

    @Test("Every check has a journal that fails it")
    func completeness() {
        for check in JournalCheck.all {
            #expect(MutantJournal.Flaw.allCases.contains { check.promise.contains($0.promise) }, "\(check.promise)")
        }
    }
}

/// Journals in one temporary folder.
struct FolderStore: JournalStore {
    private let folder: TemporaryFolder
    private let clock = ManualClock()
    private let seed = Counting()

    private final class Counting: Sendable {
        let value = Mutex<UInt64>(0)
    }

    init() throws { folder = try TemporaryFolder() }

    func open() async throws -> any Journal {
        let seed = seed.value.withLock { seed in
            seed += 1
            return seed
        }
        return try FileJournal(
            folder: folder.path,
            environment: EngineEnvironment(disk: UnsyncedDisk(), clock: clock, random: SeededRandom(seed: seed))
        )
    }
}

/// Journals that break one promise.
struct MutantStore: JournalStore {
    let store: any JournalStore
    let flaw: MutantJournal.Flaw

    func open() async throws -> any Journal { MutantJournal(journal: try await store.open(), flaw: flaw) }
}
