// The code of chapters/10-ablations.md, in order.
import DeconvLessons

func chapter10_ablations() throws {
}
