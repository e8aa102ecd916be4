/// The expected cost of a video, as far as it is known.
public struct CostEstimate: Sendable, Hashable {
    /// The estimated amount without ``fee``; nil if no price is known.
    public var total: Money?
    /// The values that the amount was computed from, such as `6 s at 768P`.
    package var basis: String
    /// The length that will be billed, in seconds; nil if neither the request nor the model states it.
    public var seconds: Int?
    /// The day on which the price was read, such as `2026-10-05`.
    package var readOn: String?
    /// The additional price of each file request; nil if file requests are free.
    public var fee: Price?

    /// The smallest amount that the task will cost: ``total`` and one file request.
    public var least: Money? {
        guard var least = total else { return nil }
        if let fee, fee.money.currency == least.currency { least.amount += fee.money.amount }
        return least
    }
}

extension CostEstimate: CustomStringConvertible {
    /// One line of text: amount, currency, basis and date, or `unknown`.
    public var description: String {
        var words = total.map { "\($0) (\(basis); price of \(readOn ?? "an unknown day"))" } ?? "unknown"
        if let fee { words += ", and \(fee.money) for each file request (price of \(fee.readOn))" }
        return words
    }
}

extension ModelDescription {
    /// Estimates the cost of a request. A value that the request omits is taken from the mode's defaults.
    func estimate(_ request: VideoRequest) -> CostEstimate {
        let mode = mode(request.mode)
        let seconds = request.seconds ?? mode?.defaultSeconds
        let resolution = request.resolution ?? request.size?.description ?? mode?.defaultResolution
        var basis = [seconds.map { "\($0) s" }, resolution.map { "at \($0)" }].compactMap { $0 }
        let row =
            prices.filter { [.video, .second].contains($0.basis) }
            .first {
                ($0.resolution == nil || $0.resolution?.lowercased() == resolution?.lowercased())
                    && ($0.seconds == nil || $0.seconds == seconds)
            }
        guard let row, row.basis == .video || seconds != nil else {
            return CostEstimate(total: nil, basis: basis.joined(separator: " "), seconds: seconds)
        }
        var total = row.money
        if row.basis == .second { total.amount *= Decimal(seconds ?? 0) }
        for extra in prices where extra.basis == .picture {
            let count = request.pictures.count - max(extra.beyond ?? 0, 0)
            guard count > 0 else { continue }
            total.amount += extra.money.amount * Decimal(count)
            basis.append("and \(count.counted("more picture"))")
        }
        // An amount that is not a number counts as unknown. JSON could not store it either.
        return CostEstimate(
            total: total.amount.isNaN ? nil : total,
            basis: basis.joined(separator: " "),
            seconds: seconds,
            readOn: row.readOn
        )
    }
}
