import VideoGeneration
import VideoPlatform

/// The simulator's own route, which returns its ledger.
enum LedgerRoutes {
    static let all = [
        Route("GET", "/simulator/ledger", nil, .openAI) { context throws(Refusal) in
            guard let response = response(of: context.backend.ledger) else { throw Refusal(.internalError) }
            return response
        }
    ]

    /// Returns a ledger as JSON.
    static func response(of ledger: some Encodable) -> SimulatedResponse? {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(ledger) else { return nil }
        return SimulatedResponse(status: 200, text: String(decoding: data, as: UTF8.self), type: "application/json")
    }
}
