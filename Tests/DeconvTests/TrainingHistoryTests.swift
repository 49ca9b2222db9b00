import Deconv
import Testing

@Suite struct TrainingHistoryTests {
  private let history = TrainingHistory([
    EpochRecord(epoch: 1, trainLoss: 0.1, validationLoss: 1e-7, psnr: 76.02059991327963),
    EpochRecord(epoch: 2, trainLoss: 1.0 / 3, validationLoss: 0, psnr: .infinity),
  ])

  @Test func tableHasTheShortestNumbers() {
    #expect(
      history.csv == """
        epoch,train_mse,validation_mse,psnr
        1,0.1,1e-07,76.02059991327963
        2,0.3333333333333333,0.0,inf

        """)
  }

  @Test func objectSaysWhatItsNumbersAre() {
    #expect(
      history.json == """
        {
          "loss": "mean squared error over all pixels, which lie in [-1, 1]",
          "psnr": "10 * log10(psnr_range^2 / validation_mse) in dB, of the mean error",
          "psnr_range": 2,
          "best_epoch": 2,
          "epochs": [
            {"epoch": 1, "train_mse": 0.1, "validation_mse": 1e-07, "psnr": 76.02059991327963},
            {"epoch": 2, "train_mse": 0.3333333333333333, "validation_mse": 0.0, "psnr": null}
          ]
        }

        """)
  }

  @Test func emptyHistoryIsAnObjectAndATableToo() {
    #expect(TrainingHistory().csv == "epoch,train_mse,validation_mse,psnr\n")
    #expect(TrainingHistory().json.contains("\"best_epoch\": null,\n  \"epochs\": []\n"))
  }

  @Test func whatIsNoNumberHasNoSign() {
    let record = EpochRecord(
      epoch: 1, trainLoss: -.nan, validationLoss: .nan, psnr: -Double.infinity)
    #expect(
      TrainingHistory([record]).csv == "epoch,train_mse,validation_mse,psnr\n1,nan,nan,-inf\n")
    #expect(TrainingHistory([record]).json.contains("\"train_mse\": null"))
  }

  @Test func textOfAValueIsEscaped() {
    let value = JSONValue.object([
      ("a\"b", .string("\\ \n \u{1} ü")), ("empty", .object([])), ("yes", .boolean(true)),
      ("nested", .array([.array([.integer(1), .null]), .object([("x", .array([]))])])),
      ("nan", .number(.nan)),
    ])
    #expect(
      value.text == #"""
        {
          "a\"b": "\\ \n \u0001 ü",
          "empty": {},
          "yes": true,
          "nested": [
            [1, null],
            {
              "x": []
            }
          ],
          "nan": null
        }

        """#)
  }
}
