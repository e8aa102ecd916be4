extension RequestFit {
    /// Selects the requested format or the nearest one, and a length that the format allows.
    mutating func choose(from formats: [VideoFormat], _ mode: ModeDescription) {
        guard !formats.isEmpty else {
            leaveOut("resolution", \.resolution, formats)
            leaveOut("size", \.size, formats)
            leaveOut("seconds", \.seconds, formats)
            return
        }
        let isNamed = formats.contains { $0.resolution != nil }
        let chosen = isNamed ? chooseName(from: formats) : chooseSize(from: formats)
        let format = chosen ?? formats.first { $0.name == mode.defaultResolution }
        guard let seconds = request.seconds else { return }
        let allowed = format?.seconds ?? Set(formats.flatMap(\.seconds)).sorted()
        guard !allowed.contains(seconds) else { return }
        let nearest = allowed.min {
            (distance($0, seconds), $0) < (distance($1, seconds), $1)
        }
        let field = format.map { $0.name.isEmpty ? "seconds" : "seconds (at \($0.name))" } ?? "seconds"
        changes.append(
            Change(
                field: field,
                asked: "\(seconds)",
                allowed: allowed.map(String.init),
                nearest: nearest.map(String.init)
            )
        )
        request.seconds = nearest
    }

    /// Selects a format for an API that takes names. A size is accepted if a name means it.
    private mutating func chooseName(from formats: [VideoFormat]) -> VideoFormat? {
        let asked: String
        let chosen: VideoFormat?
        if let name = request.resolution {
            asked = name
            chosen = formats.first { $0.name.lowercased() == name.lowercased() }
        } else if let size = request.size {
            asked = size.description
            chosen = formats.first { $0.size == size }
        } else {
            return nil
        }
        if let chosen {
            request.resolution = chosen.resolution
            request.size = nil
            return chosen
        }
        let lines =
            request.resolution.map { VideoFormat.lines(of: $0) ?? 0 } ?? request.size.map { min($0.width, $0.height) }
        let nearest = formats.min { distance($0.lines, lines) < distance($1.lines, lines) }
        changes.append(
            Change(
                field: request.resolution == nil ? "size" : "resolution",
                asked: asked,
                allowed: formats.map(\.name),
                nearest: nearest?.name
            )
        )
        request.resolution = nearest?.resolution
        request.size = nil
        return nearest
    }

    /// Selects a format for an API that takes pixels. A resolution is accepted if it is written in pixels, or if it names
    /// a size together with the ratio.
    private mutating func chooseSize(from formats: [VideoFormat]) -> VideoFormat? {
        let size = request.size ?? request.resolution.flatMap { VideoSize($0) } ?? namedSize(in: formats)
        guard let asked = size?.description ?? request.resolution else { return nil }
        request.resolution = nil
        if let chosen = formats.first(where: { $0.size == size && size != nil }) {
            request.size = size
            return chosen
        }
        let nearest =
            if let size {
                formats.min { pixels($0.size, size) < pixels($1.size, size) }
            } else {
                formats.min {
                    distance($0.lines, VideoFormat.lines(of: asked)) < distance($1.lines, VideoFormat.lines(of: asked))
                }
            }
        changes.append(
            Change(field: "size", asked: asked, allowed: formats.map(\.name), nearest: nearest?.name)
        )
        request.size = nearest?.size
        return nearest
    }

    /// Returns the size that the requested resolution and ratio name together: `720p` and `16:9` name 1280x720.
    private func namedSize(in formats: [VideoFormat]) -> VideoSize? {
        guard let lines = request.resolution.flatMap(VideoFormat.lines), let ratio = request.aspectRatio,
            let shape = Self.shape(ratio)
        else { return nil }
        // The sizes of a ratio are rounded to whole blocks of pixels: 1104x832 is 4:3.
        return formats.compactMap(\.size).first {
            min($0.width, $0.height) == lines
                && abs((Self.shape("\($0.width):\($0.height)") ?? 0) - shape) < 0.05
        }
    }

    /// Keeps the requested ratio, or selects the ratio with the nearest shape.
    mutating func chooseRatio(from ratios: [String]) {
        guard let asked = request.aspectRatio, !ratios.contains(asked) else { return }
        let shape = Self.shape(asked)
        let nearest = ratios.min {
            abs((Self.shape($0) ?? 1) - (shape ?? 1)) < abs((Self.shape($1) ?? 1) - (shape ?? 1))
        }
        changes.append(Change(field: "aspect ratio", asked: asked, allowed: ratios, nearest: nearest))
        request.aspectRatio = nearest
    }

    private mutating func leaveOut<Value>(
        _ field: String,
        _ path: WritableKeyPath<VideoRequest, Value?>,
        _ formats: [VideoFormat]
    ) {
        guard let value = request[keyPath: path] else { return }
        changes.append(Change(field: field, asked: "\(value)", allowed: [], nearest: nil))
        request[keyPath: path] = nil
    }

    private func distance(_ left: Int?, _ right: Int?) -> Double { abs(Double(left ?? 0) - Double(right ?? 0)) }

    private func pixels(_ left: VideoSize?, _ right: VideoSize) -> Int {
        guard let left else { return .max }
        return abs(left.width - right.width) + abs(left.height - right.height)
    }

    /// A signed ratio (w/h − 1 for landscape, 1 − h/w for portrait), so that 16:9 and 9:16 are equally far from 1:1.
    private static func shape(_ ratio: String) -> Double? {
        let parts = ratio.split(separator: ":").compactMap { Double($0) }
        guard parts.count == 2, parts[0] > 0, parts[1] > 0 else { return nil }
        return parts[0] / parts[1] > 1 ? parts[0] / parts[1] - 1 : 1 - parts[1] / parts[0]
    }
}
