import Testing
import VideoGeneration

/// A broken rule of routes, limits, labels or budgets.
enum RoutedMutant: String, CaseIterable, CustomTestStringConvertible {
    case failsOver = "fails over on unknown"
    case countsAlone = "counts a limit per process"
    case checksTooEarly = "label checked before the lock"
    case forgetsLabels = "label forgotten on prune"
    case releasesUnknown = "a reservation released on unknown"

    var testDescription: String { rawValue }
}
