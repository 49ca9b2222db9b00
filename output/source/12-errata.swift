// The code of chapters/12-errata.md, in order.
import DeconvLessons

func chapter12_errata() throws {
}
