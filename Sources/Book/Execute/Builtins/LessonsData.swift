import BookModel
import DeconvLessons

// Data sets: the one that is drawn, and the one that is read.

extension RegistryPart {
  static let dataBuiltins = dataSets + datasetMembers

  private static let dataSets: [Builtin] = [
    .function(
      "func garments(count: Int = 1000, seed: Int = 0) -> ImageDataset",
      "Drawn clothes of ten classes, 28 × 28 pixels: image i shows a garment of class i mod 10.",
      running: { (runtime: Runtime, count: Int, seed: Int) in
        try runtime.reserve(bytes: saturatingProduct([count, pixelsOfGarment]))
        // To draw a garment takes about as long as a thousand steps.
        try runtime.charge(steps: saturatingProduct([count, 1000]))
        return try Checked.garments(count: count, seed: seed)
      }),
    fashionMNISTBuiltin,
    .member(of: "FashionMNIST", "var train: ImageDataset", "The 60,000 images to train with.") {
      (data: FashionMNIST) in data.train
    },
    .member(of: "FashionMNIST", "var test: ImageDataset", "The 10,000 images to test with.") {
      (data: FashionMNIST) in data.test
    },
  ]

  private static let pixelsOfGarment = 28 * 28

  private static let fashionMNISTBuiltin: Builtin = {
    var builtin: Builtin = .function(
      "func fashionMNIST() throws -> FashionMNIST",
      "Reads Fashion-MNIST from the folder that the book was given.",
      running: { (runtime: Runtime) in
        guard let folder = runtime.dataFolders[fashionMNISTName] else {
          throw BuiltinFailure("the folder of Fashion-MNIST is not known")
        }
        // Both parts, and their packed bytes while they are read.
        try runtime.reserve(bytes: 2 * 70_000 * pixelsOfGarment)
        // To unpack a picture takes about as long as twenty steps.
        try runtime.charge(steps: 70_000 * 20)
        return try fashionMNIST(at: folder)
      })
    builtin.dataSet = fashionMNISTName
    return builtin
  }()

  /// The data set's name among the folders of a run.
  private static let fashionMNISTName = "fashion-mnist"

  private static let datasetMembers: [Builtin] =
    properties
    + selections(by: [Int].self) + selections(by: Range<Int>.self)
    + [
      .member(
        of: "ImageDataset", "func images() -> Tensor",
        "All images as a tensor [N, 1, H, W] with numbers from -1, black, to 1, white.",
        running: { (runtime: Runtime, data: ImageDataset) in
          try runtime.reserveElements([data.count, data.rows, data.columns])
          return try Checked.images(of: data, 0..<data.count)
        }),
      .member(
        of: "ImageDataset", "func prefix(_ count: Int) -> ImageDataset", "The first images.",
        running: { (runtime: Runtime, data: ImageDataset, count: Int) in
          try runtime.reserve(bytes: saturatingProduct([count, data.rows, data.columns]))
          return try Checked.prefix(of: data, count)
        }),
      .member(
        of: "ImageDataset",
        """
        func split(validation: Int, seed: Int) -> (train: ImageDataset, validation: ImageDataset)
        """,
        "Parts the images at random: some to validate with, the others to train with.",
        running: { (runtime: Runtime, data: ImageDataset, validation: Int, seed: Int) in
          try runtime.reserve(bytes: data.byteCount)
          let (train, other) = try Checked.split(data, validation: validation, seed: seed)
          return Value.tuple([train.asValue, other.asValue], labels: ["train", "validation"])
        }),
    ]

  private static let properties: [Builtin] = [
    .member(of: "ImageDataset", "var name: String", "What the data set is called.") {
      (data: ImageDataset) in data.name
    },
    .member(of: "ImageDataset", "var count: Int", "The number of images.") {
      (data: ImageDataset) in data.count
    },
    .member(of: "ImageDataset", "var rows: Int", "The rows of every image.") {
      (data: ImageDataset) in data.rows
    },
    .member(of: "ImageDataset", "var columns: Int", "The columns of every image.") {
      (data: ImageDataset) in data.columns
    },
    .member(of: "ImageDataset", "var classNames: [String]", "The names of the classes.") {
      (data: ImageDataset) in data.classNames
    },
    .member(
      of: "ImageDataset", "func label(_ index: Int) -> Int",
      "The class of an image: an index of `classNames`."
    ) { (data: ImageDataset, index: Int) in try Checked.label(data, index) },
    .member(
      of: "ImageDataset", "func indices(ofClass label: Int) -> [Int]",
      "The places of the images of one class, in order.",
      running: { (runtime: Runtime, data: ImageDataset, label: Int) in
        try runtime.reserveArray(count: data.count)
        return try Lessons.indices(of: data, class: label)
      }),
  ]

  /// What takes some of the images, by a list or a range of their places.
  private static func selections<Indices: ValueConvertible & Collection<Int>>(
    by type: Indices.Type
  ) -> [Builtin] {
    let type = Indices.valueType
    return [
      .member(
        of: "ImageDataset", "func images(_ indices: \(type)) -> Tensor",
        "Some images as a tensor [N, 1, H, W] with numbers from -1, black, to 1, white.",
        running: { (runtime: Runtime, data: ImageDataset, indices: Indices) in
          try runtime.reserveElements([data.selectionCount(indices), data.rows, data.columns])
          return try Checked.images(of: data, indices)
        }),
      .member(
        of: "ImageDataset", "func subset(_ indices: \(type)) -> ImageDataset",
        "The data set of some of the images.",
        running: { (runtime: Runtime, data: ImageDataset, indices: Indices) in
          try runtime.reserve(
            bytes: saturatingProduct([data.selectionCount(indices), data.rows, data.columns]))
          return try Checked.subset(of: data, indices)
        }),
    ]
  }
}

extension ImageDataset: NativeValue {
  package static let typeName = "ImageDataset"
  package var byteCount: Int { 256 + pixels.count + labels.count }

  /// How many images are meant; of a range, as many as there are: it may be too long to be counted.
  fileprivate func selectionCount(_ indices: some Collection<Int>) -> Int {
    (indices as? Range<Int>)?.clamped(to: 0..<count).count ?? indices.count
  }
}

extension FashionMNIST: NativeValue {
  package static let typeName = "FashionMNIST"
  package var byteCount: Int { train.byteCount + test.byteCount }
}
