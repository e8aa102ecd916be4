import Testing

/// A broken rule of a fleet.
enum FleetMutant: String, CaseIterable, CustomTestStringConvertible {
    case checksNoToken = "no token check"
    case leasesByOwnClock = "lease by the worker's clock"
    case sendsAgain = "resend after an expired lease"
    case claimsWithoutGate = "claim without the gate"
    case leavesSpoolOut = "spool left out"
    case countsInFlight = "in flight counted instead of derived"

    /// The seed of the first life that found it when it was last looked for.
    var seed: UInt64 {
        switch self {
        case .checksNoToken: 125
        case .leasesByOwnClock: 33
        case .sendsAgain: 13
        case .claimsWithoutGate: 7
        case .leavesSpoolOut: 40
        case .countsInFlight: 7
        }
    }

    var testDescription: String { rawValue }
}
