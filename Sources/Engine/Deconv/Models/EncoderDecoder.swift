/// A model of two halves: the encoder makes a code of its input, the decoder an output of the code.
///
/// The names in the ``Layer/state`` are those of PyTorch modules whose attributes are two
/// `nn.Sequential`s named `encoder` and `decoder`: `encoder.0.weight`, ….
public protocol EncoderDecoder: Layer {
  /// The half that makes a code.
  var encoder: Sequential { get set }

  /// The half that makes an output of a code.
  var decoder: Sequential { get set }
}

extension EncoderDecoder {
  /// Computes the code and from it the output, as they are used after training.
  ///
  /// - Parameter x: The input.
  /// - Returns: The output.
  /// - Throws: ``TensorError`` with the path of the layer whose input does not fit.
  public func forward(_ x: Tensor) throws(TensorError) -> Tensor {
    let code = try TensorError.inside("encoder") { () throws(TensorError) in
      try encoder.forward(x)
    }
    return try TensorError.inside("decoder") { () throws(TensorError) in
      try decoder.forward(code)
    }
  }

  /// Computes the code and from it the output, as they are used during training.
  ///
  /// - Parameter x: The input.
  /// - Returns: The output.
  /// - Throws: ``TensorError`` with the path of the layer whose input does not fit.
  public mutating func trainingForward(_ x: Tensor) throws(TensorError) -> Tensor {
    let code = try TensorError.inside("encoder") { () throws(TensorError) in
      try encoder.trainingForward(x)
    }
    return try TensorError.inside("decoder") { () throws(TensorError) in
      try decoder.trainingForward(code)
    }
  }

  /// The tensors of both halves.
  public var state: LayerState {
    get { LayerState(parts: [("encoder", encoder.state), ("decoder", decoder.state)]) }
    set {
      encoder.state = newValue.part("encoder")
      decoder.state = newValue.part("decoder")
    }
  }

  /// The two halves.
  public var parts: [LayerPart] { [LayerPart("encoder", encoder), LayerPart("decoder", decoder)] }

  /// The layers, one a line, as PyTorch prints them.
  public var description: String { Sequential.description("\(Self.self)", parts) }
}
