import Testing
import VideoGeneration

/// A broken rule of routes, limits, labels or budgets.
enum RoutedMutant: String, CaseIterable, CustomTestStringConvertible {
    case failsOver = "fails over on unknown"
    case countsAlone = "counts a limit per process"
    case checksTooEarly = "label checked before the lock"
    case forgetsLabels = "label forgotten on prune"
    case releasesUnknown = "a reservation released on unknown"

    /// The seed of the first life that found it when it was last looked for.
    var seed: UInt64 {
        switch self {
        case .failsOver: 0
        case .countsAlone: 0
        case .checksTooEarly: 0
        case .forgetsLabels: 0
        case .releasesUnknown: 0
        }
    }

    var testDescription: String { rawValue }
}
