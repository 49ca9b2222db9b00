import BookExecute
import BookModel
import Testing

/// Linear algebra and spectra, said as a chapter says them.
@Suite struct LinearAlgebraBuiltinsTests {
  @Test(arguments: [
    ("svd([[3, 0], [0, 4]])", "u [[0, 1], [1, 0]]\nvalues [4.0, 3.0]\nv [[0, 1], [1, 0]]"),
    ("svd([[3, 0], [0, 4]]).u", "[[0, 1], [1, 0]]"),
    ("svd([[3, 0], [0, 4]]).values", "[4.0, 3.0]"),
    ("svd([[3, 0], [0, 4]]).v", "[[0, 1], [1, 0]]"),
    ("qr([[3, 0], [4, 5]])", "q [[0.6, -0.8], [0.8, 0.6]]\nr [[5, 4], [0, 3]]"),
    ("qr([[2, 1]]).q", "[[1]]"),
    ("qr([[2, 1]]).r", "[[2, 1]]"),
    ("eigenSymmetric([[2, 0], [0, 3]])", "values [3.0, 2.0]\nvectors [[0, 1], [1, 0]]"),
    ("eigenSymmetric([[5]]).values", "[5.0]"),
    ("eigenSymmetric([[5]]).vectors", "[[1]]"),
    ("solve([[2, 0], [0, 4]], [[2], [4]])", "[[1], [1]]"),
    ("fixed(leastSquares([[1], [1]], [[1], [3]])[0, 0], 6)", "2.000000"),
    ("pseudoInverse([[2, 0], [0, 0]])", "[[0.5, 0.0], [0.0, 0.0]]"),
    ("matrixRank([[1, 2], [2, 4]])", "1"),
    ("matrixRank([[1, 0], [0, 0.01]], tolerance: 0.1)", "1"),
    ("conditionNumber([[4, 0], [0, 2]])", "2.0"),
    ("nullSpace([[0, 0], [0, 3]])", "[[1], [0]]"),
    ("Matrix(shape: [1, 2], scalars: [1, 2])", "[[1, 2]]"),
    ("matrixRank(Matrix(convolutionMatrix([1, 2, 3], input: 5)))", "3"),
  ])
  func matricesAreTakenApart(code: String, text: String) {
    let run = ChapterRun("print(\(code))")
    #expect(run.failure == nil)
    #expect(run.output == text + "\n")
  }

  @Test(arguments: [
    ("fft(Tensor([1, 2, 3, 4]))", "real [10, -2, -2, -2]\nimaginary [0, 2, 0, -2]"),
    ("fft(Counts([1, 2, 3, 4])).power", "[100, 8, 4, 8]"),
    ("fft(Matrix([[3, 1]])).magnitude", "[[4, 2]]"),
    ("fft(Tensor([1, 2, 3, 4])).conjugate.imaginary", "[0, -2, 0, 2]"),
    ("fft2(Tensor([[1, 2], [3, 4]])).real", "[[10, -2], [-4, 0]]"),
    ("fft2(Tensor.ones(1, 1, 4, 4)).shape", "[1, 1, 4, 4]"),
    ("ifft(fft(Tensor([1, 2, 3, 4]))).real", "[1, 2, 3, 4]"),
    ("ifft2(fft2(Tensor([[1, 2], [3, 4]]))).real", "[[1, 2], [3, 4]]"),
    ("powerSpectrum(Tensor([1, -1, 1, -1]))", "[16, 0, 0, 0]"),
    ("powerSpectrum(Counts([[1, 1], [1, 1]]))", "[[0, 0], [0, 16]]"),
    ("fftShift([[1, 2], [3, 4]])", "[[4, 3], [2, 1]]"),
    ("ifft(fft(Tensor([1, 2, 0, 0])) * fft(Tensor([1, 1, 0, 0]))).real", "[1, 3, 2, 0]"),
    ("ifft(fft(Tensor([1, 3, 2])) / fft(Tensor([1, 0, 0]))).real[1]", "3.0"),
    ("Spectrum(real: [[1]], imaginary: [[2]]) == Spectrum(real: [[1]], imaginary: [[2]])", "true"),
  ])
  func signalsAreTakenApart(code: String, text: String) {
    let run = ChapterRun("print(\(code))")
    #expect(run.failure == nil)
    #expect(run.output == text + "\n")
  }

  @Test func imagesHaveShortCodes() {
    let run = ChapterRun(
      """
      let points: Tensor = [[1, 1], [2, 2], [3, 3], [6, 6]]
      let pca = PCA(of: points, components: 1)
      print(pca.mean, pca.components, fixed(pca.explainedVarianceRatio[0], 9))
      print(fixed(pca.explainedVariance[0], 9), fixed(pca.totalVariance, 9))
      let codes = pca.project(points)
      print(codes.shape, maxAbsDifference(pca.reconstruct(codes), Matrix(points)) < 1e-14)
      let images = garments(count: 20).images().cropped(10)
      print(PCA(of: images, components: 3).project(images).shape)
      """,
      "print(pca.project(images))")
    #expect(
      run.outputs[0] == """
        [3.0, 3.0] [[0.7071, 0.7071]] 1.000000000
        9.333333333 9.333333333
        [4, 1] true
        [20, 3]

        """)
    #expect(
      run.failure == "1:7: project: the shapes [20, 1, 8, 8] and [1, 2] do not fit: "
        + "the samples must have as many features as the components")
  }

  @Test(arguments: [
    ("svd(Matrix(Tensor.ones(600, 600)))", "limit-steps"),
    ("nullSpace(Matrix(Tensor.ones(1, 2000)))", "limit-steps"),
    ("eigenSymmetric(Matrix(Tensor.ones(600, 600)))", "limit-steps"),
    ("qr(Matrix(Tensor.ones(600, 600)))", "limit-steps"),
    ("solve(Matrix(Tensor.ones(600, 600)), [[1]])", "limit-steps"),
    ("PCA(of: Tensor.ones(3, 784), components: 1)", "limit-steps"),
    ("PCA(of: Tensor.ones(2, 50000), components: 1)", "limit-memory"),
    ("fft(Tensor.ones(300000))", "limit-steps"),
    ("fft(Tensor.ones(40, 1021))", "limit-steps"),
  ])
  func theWorkIsCountedBeforeItIsDone(code: String, id: String) {
    let run = ChapterRun("print(\(code))", limits: ExecutionLimits(steps: 5_000_000))
    #expect(run.diagnosticID == id)
  }
}
