// The code of chapters/index.md, in order.
import DeconvLessons

func chapterindex() throws {
print("== fig-cover")
var cloth = Tensor.ones(1, 1, 3, 3)
for _ in 0..<4 {
  cloth = convTranspose2d(cloth, Tensor.ones(1, 1, 3, 3), stride: 2)
}
show(imageGrid(upsample(log(cloth), scale: 4), colorMap: .counts))
print("== value 1")
print("\(fixed(cloth.min(), 0))")
print("== value 2")
print("\(fixed(cloth.max(), 0))")
}
