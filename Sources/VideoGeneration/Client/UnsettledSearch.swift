import VideoPlatform

/// Why a provider's list does not settle a purchase, for the person who has to.
struct UnsettledSearch {
    let order: VideoTask
    /// The tasks of the list that may be the order's, which no other order has or had.
    let candidates: [TaskSnapshot]
    /// Other orders that the only candidate may belong to.
    var rivals: [VideoTask.ID] = []
    /// Whether the only candidate tells everything, and all of it fits.
    var isProven = false
    /// Whether list and journal could be read whole.
    var isWhole = false
    /// Tasks with the order's prompt that were made at another time or by another model.
    var samePrompt: [TaskSnapshot] = []

    /// How many candidates an error shows.
    private static let shown = 5

    init(_ order: VideoTask, _ candidates: [TaskSnapshot]) {
        self.order = order
        self.candidates = candidates
    }

    /// Whether the only candidate is the order's beyond doubt.
    var isSettled: Bool { candidates.count == 1 && isProven && isWhole && rivals.isEmpty }

    /// The error that shows the candidates.
    /// - Parameter scrubbing: removes the key from what the provider sent.
    func error(scrubbing: (String) -> String) -> VideoError {
        let shown = candidates.isEmpty ? samePrompt : candidates
        let rows = shown.prefix(Self.shown).map { Self.line($0, scrubbing) }.joined(separator: "; ")
        let more = shown.count > Self.shown ? "; and \(shown.count - Self.shown) more" : ""
        return VideoError(
            .outcomeUnknown,
            shown.isEmpty ? "\(sentence)." : "\(sentence): \(rows)\(more).",
            advice: shown.isEmpty
                ? "This proves nothing, because a list may lag behind or be incomplete. Check the bill."
                : "Check the bill for which of them it is, if it is one of them.",
            provider: order.provider.id,
            localID: order.id
        )
    }

    private var sentence: String {
        let who = order.provider.id
        if candidates.isEmpty {
            return samePrompt.isEmpty
                ? "\(who) lists no task that could be \(order.id)"
                : "\(who) lists no task that could be \(order.id), but has its prompt at another time or by another model"
        }
        guard candidates.count == 1 else { return "\(who) lists \(candidates.count) tasks that could be \(order.id)" }
        let doubt =
            if !rivals.isEmpty {
                "it could also be \(rivals.prefix(Self.shown).map(\.rawValue).joined(separator: ", "))"
            } else if !isProven {
                "prompt, model and time of creation are not all told"
            } else {
                "the list or the journal could not be read whole"
            }
        return "\(who) lists one task that could be \(order.id), but \(doubt)"
    }

    /// `video_1 (2026-11-27T10:00:00Z, sora-2, “a paper boat”)`
    private static func line(_ row: TaskSnapshot, _ scrubbing: (String) -> String) -> String {
        func harmless(_ text: String, _ limit: Int) -> String { Redaction.singleLine(scrubbing(text), limit: limit) }
        let time = row.createdAt.flatMap { $0.isShowable ? $0.formatted(.iso8601) : nil } ?? "time unknown"
        let model = row.remote.model.map { harmless($0, 60) } ?? "model unknown"
        let prompt = row.prompt.map { "“\(harmless($0, 40))”" } ?? "prompt unknown"
        return "\(harmless(row.remote.id, 80)) (\(time), \(model), \(prompt))"
    }
}

extension Date {
    /// Whether a calendar has the moment: what a provider tells may be any number.
    fileprivate var isShowable: Bool { (0..<253_402_300_800).contains(timeIntervalSince1970) }
}
