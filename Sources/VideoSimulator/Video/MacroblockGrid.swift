import VideoGeneration

/// How a picture falls into macroblocks of 16×16 pixels; what stands over is cropped by the decoder.
struct MacroblockGrid: Sendable, Hashable {
    /// Pixels that are shown.
    let size: VideoSize
    /// Macroblocks from left to right.
    let columns: Int
    /// Macroblocks from top to bottom.
    let rows: Int

    init(size: VideoSize) {
        self.size = size
        columns = (size.width + 15) / 16
        rows = (size.height + 15) / 16
    }

    var count: Int { columns * rows }
}
