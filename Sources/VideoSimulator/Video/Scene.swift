import VideoGeneration
import VideoPlatform

/// The scene of a prompt: a sky, two lines of hills, and moving discs.
struct Scene {
    let backdrop: Picture
    private let size: VideoSize
    private let gliders: [Glider]

    init(size: VideoSize, grid: MacroblockGrid, seed: inout PromptSeed) {
        self.size = size
        // The hue is from cyan over blue and violet to rose.
        let hue = seed.draw(0.48...0.98)
        let zenith = Color(hue: hue, saturation: 0.55, lightness: seed.draw(0.22...0.38))
        let horizon = Color(hue: hue + seed.draw(0.06...0.2), saturation: 0.7, lightness: 0.72)
        var picture = Picture(grid: grid)
        picture.fillRows { zenith.mixed(with: horizon, min($0 * 1.25, 1)) }
        let hills = Color(hue: hue + seed.draw(-0.1...0.1), saturation: 0.35, lightness: 0.3)
        for (distance, height) in [(0.45, 0.66), (0.0, 0.8)] {
            let ridge = Ridge(size: size, height: height, seed: &seed)
            picture.fillBelow(ridge.top, hills.mixed(with: horizon, distance))
        }
        backdrop = picture
        gliders = (0..<4).map { index in Glider(index: index, hue: hue, seed: &seed) }
    }

    /// Returns the discs at a time in seconds, ordered from back to front.
    func discs(at time: Double) -> [Disc] {
        gliders.flatMap { $0.discs(at: time, size: size) }
    }
}

/// A line of hills made of two sine waves over the width of the picture.
private struct Ridge {
    let base, width, swing, slow, fast, slowPhase, fastPhase: Double

    init(size: VideoSize, height: Double, seed: inout PromptSeed) {
        base = Double(size.height) * height
        width = Double(size.width)
        swing = Double(size.height) * 0.06
        slow = seed.draw(1...2.2)
        fast = seed.draw(3...5)
        slowPhase = seed.unit()
        fastPhase = seed.unit()
    }

    func top(at column: Double) -> Double {
        let x = column / width
        return base + swing * sin(2 * .pi * (x * slow + slowPhase))
            + swing * 0.4 * sin(2 * .pi * (x * fast + fastPhase))
    }
}

/// A disc with a highlight that moves along a smooth curve.
private struct Glider {
    let radius: Double
    let body: Color
    let highlight: Color
    let turnsX, turnsY, phaseX, phaseY: Double

    init(index: Int, hue: Double, seed: inout PromptSeed) {
        radius = seed.draw(0.04...0.08)
        let own = hue + 0.4 + Double(index) * 0.13 + seed.draw(-0.03...0.03)
        body = Color(hue: own, saturation: 0.8, lightness: seed.draw(0.5...0.62))
        highlight = body.mixed(with: Color(hue: own, saturation: 0.9, lightness: 0.93), 0.6)
        turnsX = seed.draw(0.05...0.1) * (seed.unit() < 0.5 ? -1 : 1)
        turnsY = seed.draw(0.06...0.13)
        phaseX = Double(index) / 4 + seed.draw(-0.06...0.06)
        phaseY = seed.unit()
    }

    func discs(at time: Double, size: VideoSize) -> [Disc] {
        let (width, height) = (Double(size.width), Double(size.height))
        let pixels = radius * min(width, height) * 1.25
        let x = width * (0.5 + 0.4 * sin(2 * .pi * (phaseX + turnsX * time)))
        let y = height * (0.42 + 0.3 * sin(2 * .pi * (phaseY + turnsY * time)))
        return [
            Disc(x: x, y: y, radius: pixels, color: body),
            Disc(x: x - pixels * 0.34, y: y - pixels * 0.36, radius: pixels * 0.26, color: highlight),
        ]
    }
}
