// The code of chapters/11-architectures.md, in order.
import DeconvLessons

func chapter11_architectures() throws {
}
