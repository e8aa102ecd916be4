import VideoGeneration

/// The division of a picture into macroblocks of 16×16 pixels. The decoder crops the excess.
struct MacroblockGrid: Sendable, Hashable {
    /// The visible size in pixels.
    let size: VideoSize
    /// The number of macroblocks in a row.
    let columns: Int
    /// The number of macroblocks in a column.
    let rows: Int

    init(size: VideoSize) {
        self.size = size
        columns = (size.width + 15) / 16
        rows = (size.height + 15) / 16
    }

    var count: Int { columns * rows }
}
