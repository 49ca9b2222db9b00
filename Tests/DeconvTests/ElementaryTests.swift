import Deconv
import DeconvKernels
import Foundation
import Testing

@Suite struct ElementaryTests {
  /// Beside Foundation, whose functions have the same names, those of the engine can be named.
  @Test func publicFunctionsAreThoseOfTheKernels() {
    for x in [0.3, -2.5, 40.0] {
      #expect(Deconv.exp(x) == Elementary.exp(x))
      #expect(Deconv.log(x.magnitude) == Elementary.log(x.magnitude))
      #expect(Deconv.tanh(x) == Elementary.tanh(x))
      #expect(Deconv.sigmoid(x) == Elementary.sigmoid(x))
      #expect(Deconv.sin(x) == Elementary.sin(x))
      #expect(Deconv.cos(x) == Elementary.cos(x))
      #expect(Deconv.pow(x, 3) == Elementary.pow(x, 3))
    }
  }

  /// The float nearest to the exact value: log 2, tanh ½ and the others have no common bits.
  @Test func floatsAreRoundedOnce() {
    #expect(Deconv.exp(1 as Float) == 2.7182817)
    #expect(Deconv.log(2 as Float) == 0.6931472)
    #expect(Deconv.tanh(0.5 as Float) == 0.46211717)
    #expect(Deconv.sigmoid(1 as Float) == 0.7310586)
    #expect(Deconv.sin(1 as Float) == 0.84147096)
    #expect(Deconv.cos(1 as Float) == 0.5403023)
    #expect(Deconv.pow(2 as Float, 0.5) == 1.4142135)
  }
}
