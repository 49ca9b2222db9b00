import Deconv
import Testing

@Suite struct TensorTests {
  let x: Tensor = [[1, 2, 3], [4, 5, 6]]

  @Test func literalsOfEveryDepth() {
    let vector: Tensor = [1, 2.5, -3]
    #expect(vector.shape == [3])
    #expect(vector.scalars == [1, 2.5, -3])
    let image: Tensor = [[[[1, 2], [3, 4]]]]
    #expect(image.shape == [1, 1, 2, 2])
    #expect(Tensor([[1, 2], [3, 4]]).shape == [2, 2])
    #expect(Tensor([[1, 2.5], [3, 4]]).scalars == [1, 2.5, 3, 4])
    #expect(Tensor(7).shape == [])
    let rows: [[Int]] = [[1], [2]]
    #expect(Tensor(rows).shape == [2, 1])
    let half: Float = 0.5
    #expect(Tensor([half, 2 * half]).scalars == [0.5, 1])
    let empty: Tensor = []
    #expect(empty.shape == [0])
  }

  @Test func countsAndMatricesConvert() {
    let counts: Counts = [[1, 2], [3, 4]]
    #expect(Tensor(counts) == [[1, 2], [3, 4]])
    #expect(Counts([[1, 2], [3, 4]]) == counts)
    let matrix: Matrix = [[0.1, 2], [3, 4]]
    #expect(Tensor(matrix)[0, 0] == 0.1)
    #expect(Matrix(Tensor(matrix))[0, 0] == Double(Float(0.1)))
    #expect(Matrix([[1, 2]]) == Matrix(shape: [1, 2], scalars: [1, 2]))
  }

  @Test func copiesAreIndependent() {
    var copy = x
    copy[1, 2] = 60
    copy[0, 0] += 1
    #expect(copy == [[2, 2, 3], [4, 5, 60]])
    #expect(x == [[1, 2, 3], [4, 5, 6]])
  }

  @Test func shapesCanBeChanged() {
    #expect(x.count == 6)
    #expect(x.rank == 2)
    #expect(x.T == [[1, 4], [2, 5], [3, 6]])
    #expect(x.reshaped(3, 2) == [[1, 2], [3, 4], [5, 6]])
    #expect(x.reshaped(-1, 2).shape == [3, 2])
    #expect(x.flattened == [1, 2, 3, 4, 5, 6])
    let cube = Tensor.arange(24).reshaped(2, 3, 4)
    #expect(cube.T.shape == [4, 3, 2])
    #expect(cube.T[3, 1, 0] == cube[0, 1, 3])
    #expect(cube.T.T == cube)
    #expect(x.row(1) == [4, 5, 6])
    #expect(cube.row(1).row(0) == [12, 13, 14, 15])
    #expect(x.slice(axis: 1, from: 1, to: 3) == [[2, 3], [5, 6]])
    #expect(x.slice(axis: 0, from: 1, to: 1).shape == [0, 3])
  }

  @Test func reductions() {
    #expect(x.sum() == 21)
    #expect(x.mean() == 3.5)
    #expect(x.max() == 6)
    #expect(x.min() == 1)
    #expect(Counts([[1, 9], [3, 4]]).max() == 9)
    #expect(Counts([[1, 9], [3, 4]]).sum() == 17)
    #expect(Tensor([1, .nan, 2] as [Float]).max().isNaN)
    #expect(Tensor([.nan, 1] as [Float]).min().isNaN)
    // In single precision the ones would be lost one by one.
    #expect(Tensor([16_777_216, 1, 1, 1, 1] as [Float]).sum() == 16_777_220)
    #expect(([] as Tensor).sum() == 0)
  }

  /// Lanes 0 and 4 meet first and cancel; in any other order the 1 is lost.
  @Test func sumsAreInTheDocumentedOrder() {
    #expect(Matrix([[1e16, 1, 0, 0, -1e16, 0, 0, 0]]).sum() == 1)
    #expect(Matrix([[1e16, 1, -1e16, 0, 0, 0, 0, 0]]).sum() == 1)
    #expect(Matrix([[1e16, -1e16, 1, 0, 0, 0, 0, 0]]).sum() == 0)
    // Element 8 joins lane 0 before anything else does.
    #expect(Matrix([[1e16, 0, 0, 0, -1e16, 0, 0, 0, 1]]).sum() == 0)
    #expect(Matrix([[1e16, 0, 0, 0, 0, 0, 0, 0, -1e16, 1]]).sum() == 1)
  }

  @Test func operatorsBroadcast() {
    #expect(x + x == [[2, 4, 6], [8, 10, 12]])
    #expect(x - [1, 2, 3] == [[0, 0, 0], [3, 3, 3]])
    #expect(x * [[10], [100]] == [[10, 20, 30], [400, 500, 600]])
    #expect([[1], [2]] + ([10, 20] as Tensor) == [[11, 21], [12, 22]])
    #expect(x / 2 == [[0.5, 1, 1.5], [2, 2.5, 3]])
    #expect(6 / x.row(0) == [6, 3, 2])
    #expect(1 - x == [[0, -1, -2], [-3, -4, -5]])
    #expect(2 * x + 1 == [[3, 5, 7], [9, 11, 13]])
    #expect((-x).abs() == x)
    #expect(x + Tensor(1) == x + 1)
    let m: Matrix = [[1, 2], [3, 4]]
    #expect(m * m - 1 == [[0, 3], [8, 15]])
    #expect((m / 2).mean() == 1.25)
  }

  @Test func products() {
    #expect(matmul(x, x.T) == [[14, 32], [32, 77]])
    #expect(matmul(x, [1, 0, -1]) == [-2, -2])
    #expect(matmul([1, -1], x) == [-3, -3, -3])
    #expect(matmul([1, 2, 3], [4, 5, 6] as Tensor)[] == 32)
    #expect(matmul(Tensor.zeros(2, 0), Tensor.zeros(0, 3)) == Tensor.zeros(2, 3))
    // A product that rounds to −0 ends as +0, as in a convolution.
    let tiny = matmul(Tensor([-Float.leastNonzeroMagnitude]), [0.25])
    #expect(tiny[].bitPattern == 0)
    let m: Matrix = [[0, 1], [1, 0]]
    #expect(matmul(m, [[1, 2], [3, 4]]) == [[3, 4], [1, 2]])
  }

  @Test func differences() {
    #expect(maxAbsDifference(x, x + [0, 0.5, -2]) == 2)
    #expect(maxAbsDifference(x, x) == 0)
    #expect(maxAbsDifference(Tensor([Float.infinity]), Tensor([Float.infinity])) == 0)
    #expect(maxAbsDifference(Tensor([Float.nan]), [0]).isNaN)
    #expect(maxAbsDifference([[1.5]] as Matrix, [[1]]) == 0.5)
  }

  @Test func creation() {
    #expect(Tensor.zeros(2, 1) == [[0], [0]])
    #expect(Tensor.ones(2) == [1, 1])
    #expect(Tensor.full(1, 2, value: 7) == [[7, 7]])
    #expect(Tensor.arange(4) == [0, 1, 2, 3])
    #expect(Tensor.arange(0).shape == [0])
  }

  @Test func marginsAndTurns() {
    #expect(x.padded(1).shape == [4, 5])
    #expect(x.padded(1).cropped(1) == x)
    #expect(x.padded([0, 1], value: 9) == [[9, 1, 2, 3, 9], [9, 4, 5, 6, 9]])
    #expect(x.padded(bottom: 1) == [[1, 2, 3], [4, 5, 6], [0, 0, 0]])
    #expect(x.cropped(left: 1, bottom: 1) == [[2, 3]])
    #expect(([1, 2] as Tensor).padded(1) == [0, 1, 2, 0])
    #expect(x.flipped() == [[6, 5, 4], [3, 2, 1]])
    #expect(([1, 2, 3] as Tensor).flipped() == [3, 2, 1])
    let pair = concatenated([x.reshaped(1, 2, 3), x.reshaped(1, 2, 3) * 10])
    #expect(pair.flipped().row(1) == [[60, 50, 40], [30, 20, 10]])
    #expect(pair.padded(1).cropped(1) == pair)
    #expect(pair.padded(1).row(1)[2, 1] == 40)
  }

  @Test func joining() {
    #expect(concatenated([x, x]).shape == [4, 3])
    #expect(concatenated([x, [[7], [8]]], axis: 1) == [[1, 2, 3, 7], [4, 5, 6, 8]])
    #expect(concatenated([Tensor.zeros(0, 3), x]) == x)
  }
}
