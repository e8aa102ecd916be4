public import VideoGenerationCore

extension VideoGenerating where Self == DialectProvider {
    /// Returns Luma's Agents API. Its ID is `luma-agents`.
    /// - Parameter key: The API key. If it is nil, the key is read from `LUMA_AGENTS_API_KEY`.
    /// - Throws: `VideoError` with code `authenticationFailed` if there is no key.
    public static func lumaAgents(key: Secret? = nil) throws(VideoError) -> DialectProvider {
        try ShippedManifest.lumaAgents.provider(key: key)
    }

    /// Returns Vidu's own API. Its ID is `vidu`, or `vidu-cn` in China.
    /// - Parameters:
    ///   - key: The API key. If it is nil, the key is read from `VIDU_API_KEY`.
    ///   - isInChina: Whether the key belongs to vidu.cn.
    /// - Throws: `VideoError` with code `authenticationFailed` if there is no key.
    public static func vidu(key: Secret? = nil, isInChina: Bool = false) throws(VideoError) -> DialectProvider {
        try ShippedManifest.vidu.provider(key: key, preset: isInChina ? 1 : 0)
    }

    /// Returns SiliconFlow's API. Its ID is `siliconflow`, or `siliconflow-cn` in China.
    /// - Parameters:
    ///   - key: The API key. If it is nil, the key is read from `SILICONFLOW_API_KEY`.
    ///   - isInChina: Whether the key belongs to siliconflow.cn.
    /// - Throws: `VideoError` with code `authenticationFailed` if there is no key.
    public static func siliconFlow(key: Secret? = nil, isInChina: Bool = false) throws(VideoError) -> DialectProvider {
        try ShippedManifest.siliconFlow.provider(key: key, preset: isInChina ? 1 : 0)
    }
}
