import Foundation
import Testing

@testable import VideoGenerationCore

@Suite("The cost of a video is estimated from the price list", .timeLimit(.minutes(20)))
struct CostEstimateTests {
    private static let day = "2026-10-05"

    private func estimate(_ prices: [Price], _ change: (inout VideoRequest) -> Void = { _ in }) -> CostEstimate {
        let mode = ModeDescription(.text, defaultResolution: "768P", defaultSeconds: 6)
        let model = ModelDescription(name: "m", modes: [mode], prices: prices)
        var request = VideoRequest(prompt: "x")
        change(&request)
        return model.estimate(request)
    }

    private func price(
        _ cents: Int,
        _ basis: Price.Basis,
        _ resolution: String? = nil,
        _ seconds: Int? = nil,
        beyond: Int? = nil
    ) -> Price {
        Price(
            Money(cents: cents),
            per: basis,
            resolution: resolution,
            seconds: seconds,
            beyond: beyond,
            readOn: Self.day
        )
    }

    @Test("The first row that applies counts, and defaults stand for values that the request omits")
    func rows() {
        let prices = [
            price(10, .video, "512P"), price(28, .video, "768P", 6), price(56, .video, "768P", 10),
            price(99, .video, "1080P"),
        ]
        #expect(estimate(prices).total == Money(cents: 28))
        #expect(estimate(prices) { $0.seconds = 10 }.total == Money(cents: 56))
        #expect(estimate(prices) { $0.resolution = "1080p" }.total == Money(cents: 99))
        #expect(estimate(prices) { $0.seconds = 7 }.total == nil)
        #expect(estimate(prices).basis == "6 s at 768P" && estimate(prices).readOn == Self.day)
    }

    @Test("A price per second is multiplied by the length, and unknown without one")
    func seconds() {
        #expect(estimate([price(5, .second)]) { $0.seconds = 8 }.total == Money(cents: 40))
        #expect(estimate([price(5, .second)]).total == Money(cents: 30))
        let model = ModelDescription(name: "m", prices: [price(5, .second)])
        #expect(model.estimate(VideoRequest(prompt: "x")).total == nil)
        #expect(model.estimate(VideoRequest(prompt: "x")).seconds == nil)
    }

    @Test("Pictures are charged beyond the free ones")
    func pictures() {
        let mode = ModeDescription(.references, defaultSeconds: 6)
        let prices = [price(40, .video), price(2, .picture, beyond: 3)]
        let model = ModelDescription(name: "m", modes: [mode], prices: prices)
        var request = VideoRequest(prompt: "x")
        for (count, cents) in [(1, 40), (3, 40), (4, 42), (7, 48)] {
            request.references = Array(repeating: .data(Data(), .png), count: count)
            #expect(model.estimate(request).total == Money(cents: cents), "\(count) pictures")
        }
    }

    @Test("An amount that is not a number is unknown, and a fee alone gives no amount")
    func unknown() {
        let nan = Price(Money(.nan), per: .video, readOn: Self.day)
        #expect(estimate([nan]).total == nil)
        #expect(estimate([price(1, .call), price(1, .picture)]).total == nil)
        #expect(estimate([]).description == "unknown")
    }

    @Test("The least amount has one fee, in the same currency only")
    func fee() {
        var estimate = estimate([price(28, .video)])
        #expect(estimate.least == Money(cents: 28))
        estimate.fee = price(1, .call)
        #expect(estimate.least == Money(cents: 29))
        estimate.fee = Price(Money(1, "EUR"), per: .call, readOn: Self.day)
        #expect(estimate.least == Money(cents: 28))
        #expect(estimate.description.contains("EUR 1.00"))
    }

    @Test("A row of a price list survives being written as JSON, and needs an amount, a basis and a day")
    func coding() throws {
        let row = price(28, .video, "768P", 6, beyond: 1)
        #expect(try JSONDecoder().decode(Price.self, from: JSONEncoder().encode(row)) == row)
        for text in [
            #"{"basis":"video","readOn":"x"}"#, #"{"money":{"amount":1,"currency":"USD"},"basis":"mile","readOn":"x"}"#,
        ] {
            #expect(throws: DecodingError.self) { try JSONDecoder().decode(Price.self, from: Data(text.utf8)) }
        }
    }
}
