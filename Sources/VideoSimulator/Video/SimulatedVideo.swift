public import VideoGeneration

/// A short film that depends on nothing but its prompt: a few discs glide over hills under a coloured sky.
///
/// Use it wherever a test or a demonstration needs a video that every browser and every tool accepts. The
/// picture is H.264 of the constrained baseline profile in an MP4 file whose index comes first. There is no
/// encoder behind it: a macroblock is skipped, copied from its neighbour, or stored as it is (I_PCM), so
/// what a decoder shows is exactly what was drawn, and the same prompt gives the same bytes everywhere.
public struct SimulatedVideo: Sendable, Hashable {
    /// What the video is of. Each prompt has a scene of its own.
    public let prompt: String
    /// Pixels.
    public let size: VideoSize
    /// Frames in a second.
    public let framesPerSecond: Int
    /// How long it plays, in seconds.
    public let seconds: Int

    /// Describes a video.
    ///
    /// - Parameters:
    ///   - prompt: The seed of the scene; any text.
    ///   - size: 16 to 4096 pixels a side, both even, as 4:2:0 video requires.
    ///   - framesPerSecond: 1 to 60.
    ///   - seconds: 1 to 120.
    /// - Returns: nil where a number is outside of these bounds.
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

    /// Makes the file. A clip of 6 s at 1366x768 has some 8 MB and takes a fraction of a second.
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
