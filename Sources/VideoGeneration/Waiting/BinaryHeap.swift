/// A collection whose least element is found at once.
struct BinaryHeap<Element: Comparable> {
    private var elements: [Element] = []

    /// The least element; nil if there is none.
    var first: Element? { elements.first }

    mutating func reserveCapacity(_ count: Int) { elements.reserveCapacity(count) }

    mutating func insert(_ element: Element) {
        elements.append(element)
        var child = elements.count - 1
        while child > 0, elements[child] < elements[(child - 1) / 2] {
            elements.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    /// Removes the least element and returns it; nil if there is none.
    @discardableResult
    mutating func popFirst() -> Element? {
        guard let first = elements.first else { return nil }
        elements.swapAt(0, elements.count - 1)
        elements.removeLast()
        var parent = 0
        while true {
            let children = (parent * 2 + 1..<parent * 2 + 3).filter { $0 < elements.count }
            guard let least = children.min(by: { elements[$0] < elements[$1] }), elements[least] < elements[parent]
            else { return first }
            elements.swapAt(parent, least)
            parent = least
        }
    }
}
