extension VideoSize {
    /// Reads the width and height of a PNG, JPEG or WebP picture from its header.
    ///
    /// Returns nil if the header does not contain the size, as in a truncated file. The size is then not checked.
    package init?(ofPicture data: Data, _ type: MediaInput.MediaType) {
        let bytes = PictureBytes(data)
        let size: (width: Int, height: Int)? =
            switch type {
            case .png: bytes.png
            case .jpeg: bytes.jpeg
            case .webp: bytes.webP
            default: nil
            }
        guard let size else { return nil }
        self.init(width: size.width, height: size.height)
    }
}
