// `LoopbackProvider`, its options and the faults are part of the testing kit.
@_exported public import VideoSimulator
