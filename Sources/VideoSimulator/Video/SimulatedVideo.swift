public import VideoGeneration

/// A short generated video of discs that move over hills. Equal parameters give the same bytes on every platform.
///
/// Use it when a test or a demonstration needs a video that every browser and every tool accepts. The file is an MP4
/// with its index first, and the video is H.264 in the constrained baseline profile. It is made without a codec
/// library: a macroblock is skipped, copied from its neighbor, or stored without compression (I_PCM). A decoder
/// therefore shows exactly the drawn picture.
public struct SimulatedVideo: Sendable, Hashable {
    /// The prompt, which seeds the scene.
    public let prompt: String
    /// The size of the video in pixels.
    public let size: VideoSize
    /// The number of frames per second.
    public let framesPerSecond: Int
    /// The length of the video in seconds.
    public let seconds: Int

    /// Creates the description of a video, or returns nil if a number is outside its bounds.
    ///
    /// - Parameters:
    ///   - prompt: The seed of the scene. Any text is allowed.
    ///   - size: The size in pixels. Each side is even, as 4:2:0 video requires, and from 16 to 4096.
    ///   - framesPerSecond: The number of frames per second, from 1 to 60.
    ///   - seconds: The length in seconds, from 1 to 120.
    public init?(prompt: String, size: VideoSize, framesPerSecond: Int = 24, seconds: Int) {
        guard Self.canMake(size), (1...60).contains(framesPerSecond), (1...120).contains(seconds) else {
            return nil
        }
        self.prompt = prompt
        self.size = size
        self.framesPerSecond = framesPerSecond
        self.seconds = seconds
    }

    /// Whether a video can have this size.
    static func canMake(_ size: VideoSize) -> Bool {
        [size.width, size.height].allSatisfy { (16...4096).contains($0) && $0.isMultiple(of: 2) }
    }

    /// Makes the MP4 file. A video of 6 seconds at 1366x768 has about 8 MB and takes a fraction of a second to make.
    public func mp4() -> [UInt8] {
        let grid = MacroblockGrid(size: size)
        var seed = PromptSeed(prompt)
        let scene = Scene(size: size, grid: grid, seed: &seed)
        var encoder = PictureEncoder(grid: grid, backdrop: scene.backdrop, framesPerSecond: framesPerSecond)
        for frame in 0..<framesPerSecond * seconds {
            encoder.encode(scene.discs(at: Double(frame) / Double(framesPerSecond)))
        }
        return MP4File(video: self, track: encoder.finish()).bytes
    }
}
