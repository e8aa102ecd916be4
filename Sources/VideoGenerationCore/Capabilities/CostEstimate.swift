/// What a video will cost, as far as that is known.
public struct CostEstimate: Sendable, Hashable {
    /// The sum, without ``fee``; nil where it is not known.
    public var total: Money?
    /// How the sum came about: `6 s at 768P`.
    public var basis: String
    /// The length that will be billed, in seconds; nil where neither request nor model says it.
    public var seconds: Int?
    /// The day on which the price was read.
    public var readOn: String?
    /// What each question for the file costs on top; nil where it is free.
    public var fee: Price?

    /// The least that the task will cost: the sum and one question for the file.
    public var least: Money? {
        guard var least = total else { return nil }
        if let fee, fee.money.currency == least.currency { least.amount += fee.money.amount }
        return least
    }
}

extension CostEstimate: CustomStringConvertible {
    /// One line for people: amount, currency, basis and date, or `unknown`.
    public var description: String {
        var words = total.map { "\($0) (\(basis); price of \(readOn ?? "an unknown day"))" } ?? "unknown"
        if let fee { words += ", and \(fee.money) for each question for the file (price of \(fee.readOn))" }
        return words
    }
}

extension ModelDescription {
    /// What a request will cost: its own values, the mode's defaults where it leaves them out.
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
        // A price that is no amount of money is none; JSON could not keep it either.
        return CostEstimate(
            total: total.amount.isNaN ? nil : total,
            basis: basis.joined(separator: " "),
            seconds: seconds,
            readOn: row.readOn
        )
    }
}
