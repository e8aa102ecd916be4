public import VideoGenerationCore

/// The dialect of this module, for a `ProviderRegistry`.
public let plugins: [ProviderPlugin] = [
    ProviderPlugin(
        dialect: "dashscope",
        summary: "Alibaba Cloud Model Studio, with the Wan and HappyHorse models",
        presets: DashScopeRegion.allCases.map(\.preset),
        probes: [.unknownTask(of: DashScopeDialect(), recognizes: \.saysUnknown)],
        samples: .dashScope,
        make: { DashScopeDialect(DashScopeRegion(baseURL: $0.baseURL)) }
    )
]

extension ResponseDocument {
    /// Whether the response is the API's report about a task that does not exist.
    fileprivate var saysUnknown: Bool {
        json?["output"]?["task_status"]?.text == "UNKNOWN" && json?["request_id"]?.text != nil
    }
}
