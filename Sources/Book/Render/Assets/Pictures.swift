/// The front page's picture: four by four stamps of a kernel of width 3 at stride 2.
///
/// Where more of them meet, the pattern is darker.
let coverSVG = svg(
  side: 324,
  squares: (0..<16).map { index in
    let isMarked = index == 6
    return Square(
      x: 72 * (index % 4), y: 72 * (index / 4), side: 108, radius: 3,
      fill: isMarked ? "#e8691c" : "#3f7ea6", opacity: isMarked ? ".8" : ".3")
  })

/// The sign in a browser's tab: two stamps that overlap.
let faviconSVG = svg(
  side: 32,
  squares: [
    Square(x: 2, y: 2, side: 18, radius: 3, fill: "#3f7ea6", opacity: "1"),
    Square(x: 12, y: 12, side: 18, radius: 3, fill: "#e8691c", opacity: ".85"),
  ])

private struct Square {
  var x, y, side, radius: Int
  var fill, opacity: String
}

private func svg(side: Int, squares: [Square]) -> String {
  let head =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(side)\" height=\"\(side)\" "
    + "viewBox=\"0 0 \(side) \(side)\">"
  let shapes = squares.map {
    "<rect x=\"\($0.x)\" y=\"\($0.y)\" width=\"\($0.side)\" height=\"\($0.side)\" "
      + "rx=\"\($0.radius)\" fill=\"\($0.fill)\" fill-opacity=\"\($0.opacity)\"/>"
  }
  return ([head] + shapes + ["</svg>"]).joined(separator: "\n") + "\n"
}
