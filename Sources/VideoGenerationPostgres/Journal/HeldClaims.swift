import Synchronization
import VideoGeneration

/// The claims that this process holds, as far as it knows.
final class HeldClaims: Sendable {
    /// A claim.
    struct Claim {
        let token: Int
        /// The number of the task's last entry at the time of the claim.
        let sequence: Int
        /// Whether a log of the task uses the claim.
        var isBorrowed = false
    }

    private let claims = Mutex<[VideoTask.ID: Claim]>([:])

    /// All claims.
    var all: [VideoTask.ID: Claim] { claims.withLock { $0 } }

    subscript(_ id: VideoTask.ID) -> Claim? { claims.withLock { $0[id] } }

    func insert(_ claim: Claim, for id: VideoTask.ID) { claims.withLock { $0[id] = claim } }

    /// Removes a claim that has ended or is lost.
    func remove(_ id: VideoTask.ID, token: Int) {
        claims.withLock { if $0[id]?.token == token { $0[id] = nil } }
    }

    /// Lends a claim to a log.
    /// - Returns: the token; nil if there is no claim, or another log has it.
    func borrow(_ id: VideoTask.ID) -> Int? {
        claims.withLock { claims in
            guard let claim = claims[id], !claim.isBorrowed else { return nil }
            claims[id]?.isBorrowed = true
            return claim.token
        }
    }

    /// Takes a claim back from a log.
    func giveBack(_ id: VideoTask.ID, token: Int) {
        claims.withLock { if $0[id]?.token == token { $0[id]?.isBorrowed = false } }
    }
}
