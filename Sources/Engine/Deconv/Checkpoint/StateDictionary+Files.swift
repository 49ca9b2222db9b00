import DeconvFormats

extension Layer {
  /// Writes all tensors of the layer to a safetensors file that PyTorch reads.
  ///
  /// The file is whole at every moment: it gets its name when all of it is on the disk.
  ///
  /// - Parameters:
  ///   - path: The path of the file; its folder exists.
  ///   - metadata: Remarks about the file; the usual one is that of PyTorch's own files.
  /// - Throws: ``FileError`` if a tensor has a number that is infinite or none, which could not be
  ///   read again, or the file cannot be written; the old contents are still there.
  public func save(
    to path: String, metadata: [String: String]? = ["format": "pt"]
  ) throws(FileError) {
    let file = state.safetensors(metadata: metadata)
    do throws(StateDictionaryError) {
      _ = try state.replacingValues(from: file)
    } catch {
      throw FileError(path: path, expectation: "finite numbers to write", finding: "\(error)")
    }
    let bytes: [UInt8]
    do throws(SafetensorsError) {
      bytes = try file.encoded()
    } catch {
      throw FileError(
        path: path, expectation: "tensors that a safetensors file can hold", finding: "\(error)")
    }
    try AtomicFile.write(bytes, to: path)
  }

  /// Takes all values of the layer's tensors from a safetensors file.
  ///
  /// The file has exactly the arrays of the layer's ``state``: PyTorch writes one with
  /// `safetensors.torch.save_file(module.state_dict(), path)`.
  ///
  /// - Parameters:
  ///   - path: The path of the file.
  ///   - maximumBytes: The largest file that is read.
  /// - Throws: ``FileError`` if there is no such file, or it does not fit; then nothing has changed.
  public mutating func load(from path: String, maximumBytes: Int = 1 << 30) throws(FileError) {
    let bytes = try FileBytes.read(path, limit: maximumBytes)
    let file: Safetensors
    do throws(SafetensorsError) {
      file = try Safetensors(decoding: bytes)
    } catch {
      throw FileError(path: path, expectation: "a safetensors file", finding: "\(error)")
    }
    do throws(StateDictionaryError) {
      try load(file)
    } catch {
      throw FileError(
        path: path, expectation: "the \(state.entries.count) arrays of the model",
        finding: "what does not fit them: \(error)")
    }
  }
}
