extension VideoSize {
    /// Width and height of a PNG, JPEG or WebP picture, read from its head.
    ///
    /// - Returns: nil where the head does not say, as in a file that is cut off: then nothing is checked.
    public init?(ofPicture data: Data, _ type: MediaInput.MediaType) {
        let bytes = PictureBytes(data)
        let size: (width: Int, height: Int)? =
            switch type {
            case .png: bytes.png
            case .jpeg: bytes.jpeg
            case .webp: bytes.webP
            }
        guard let size else { return nil }
        self.init(width: size.width, height: size.height)
    }
}
