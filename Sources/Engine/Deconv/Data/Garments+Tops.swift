/// The cut of a garment for the upper body: distances from the middle line, and heights.
private struct Cut {
  var top: Float = 2.5
  var neck: Float
  var neckDepth: Float
  var shoulder: Float
  var chest: Float
  var waist: Float
  var hem: Float
  var bottom: Float

  /// The body without sleeves.
  var body: GarmentPath {
    GarmentPath(0, top + neckDepth)
      .curve(neck * 0.9, top + neckDepth, neck, top)
      .line(shoulder, top + 1.8)
      .curve(chest - 0.3, top + 4.5, chest, 10.5)
      .curve(waist, 16, waist, 18)
      .curve(waist, 21, hem, bottom)
      .line(0, bottom + 0.3)
      .symmetric
  }

  /// The right sleeve of a T-shirt: how far it reaches out and down.
  func shortSleeve(reach: Float, drop: Float) -> GarmentPath {
    GarmentPath(shoulder - 1.2, top + 1.1)
      .curve(shoulder + 1.4, top + 1.8, reach, drop - 2.2)
      .line(reach - 2.3, drop)
      .line(chest - 0.8, 10.5)
  }

  /// The right sleeve of a pullover, hanging down.
  func longSleeve(reach: Float, width: Float, end: Float) -> GarmentPath {
    GarmentPath(shoulder - 1.4, top + 0.9)
      .curve(shoulder + 2, top + 1.8, reach - 0.9, 12)
      .curve(reach - 0.1, 18, reach, end)
      .line(reach - width, end + 0.4)
      .curve(reach - width - 0.7, 17, chest, 9)
      .line(chest - 1, 8)
  }

  /// The right seam between body and sleeve.
  var armhole: GarmentPath {
    GarmentPath(shoulder - 0.3, top + 1.9).curve(chest - 0.6, top + 4.5, chest, 10.2)
  }

  /// The edge of the neck, from left to right; it ends below the shoulders, not to stick out.
  var neckline: GarmentPath {
    GarmentPath(-neck, top + 0.7).curve(-neck * 0.9, top + neckDepth, 0, top + neckDepth)
      .curve(neck * 0.9, top + neckDepth, neck, top + 0.7)
  }

  /// What one sees of the inside of the back.
  var inside: GarmentPath {
    GarmentPath(-neck, top).curve(-neck * 0.9, top + neckDepth, 0, top + neckDepth)
      .curve(neck * 0.9, top + neckDepth, neck, top).curve(0, top + 1.1, -neck, top)
  }
}

extension GarmentCanvas {
  mutating func drawTShirt(_ dice: inout GarmentDice) {
    let chest = dice.between(6, 7.2)
    let cut = Cut(
      neck: dice.between(2.8, 3.8), neckDepth: dice.between(1.6, 3.2),
      shoulder: dice.between(6.6, 7.6), chest: chest, waist: chest - dice.between(0, 0.5),
      hem: chest + dice.between(-0.2, 0.4), bottom: dice.between(24.5, 26.3))
    var cloth = GarmentCloth(tone: dice.between(0.55, 1))
    if dice.chance(0.3) {
      cloth.pattern = .rows(period: dice.between(3.2, 5))
      cloth.depth = dice.between(0.3, 0.6)
    }
    let sleeve = cut.shortSleeve(reach: dice.between(10.8, 12.2), drop: dice.between(9.5, 11.5))
    drawSleeves(sleeve, cut, cloth)
    fill(cut.body, cloth)
    drawSeams(cut, cloth)
    drawNeck(cut, cloth, band: 0.8)
    let hasPrint = dice.chance(0.5)
    let (size, height) = (dice.between(1.8, 2.9), dice.between(9.5, 11.5))
    guard hasPrint, cloth.depth == 0 else { return }
    fill(
      .box(-size, height, size, height + size * 1.6), tone: cloth.tone > 0.75 ? 0.35 : 1)
  }

  mutating func drawPullover(_ dice: inout GarmentDice) {
    let chest = dice.between(6.2, 7.2)
    let cut = Cut(
      neck: dice.between(2.6, 3.4), neckDepth: dice.between(1.3, 2.2),
      shoulder: dice.between(6.8, 7.6), chest: chest, waist: chest + dice.between(-0.2, 0.4),
      hem: chest - dice.between(0, 0.6), bottom: dice.between(23.8, 25.5))
    var cloth = GarmentCloth(tone: dice.between(0.5, 0.95))
    if dice.chance(0.45) {
      cloth.pattern = dice.pick(.rows(period: 2.6), .rows(period: 4.6))
      cloth.depth = dice.between(0.12, 0.35)
    }
    let (reach, width) = (dice.between(11.2, 12.4), dice.between(2.8, 3.4))
    let end = cut.bottom - dice.between(-0.2, 1.2)
    drawSleeves(cut.longSleeve(reach: reach, width: width, end: end), cut, cloth)
    fill(cut.body, cloth)
    drawSeams(cut, cloth)
    drawNeck(cut, cloth, band: 1.3)
    // Ribbed bands below: at the hem and at both cuffs.
    let dark = cloth.tone * 0.62
    let hem = GarmentPath(-cut.hem + 0.2, cut.bottom - 1.8).line(cut.hem - 0.2, cut.bottom - 1.8)
    stroke(hem, width: 0.8, tone: dark)
    let cuff = GarmentPath(reach - width, end - 1.7).line(reach - 0.2, end - 2)
    stroke(cuff, width: 0.8, tone: dark)
    stroke(cuff.mirrored, width: 0.8, tone: dark)
  }

  mutating func drawCoat(_ dice: inout GarmentDice) {
    let chest = dice.between(6.4, 7.2)
    let flare = dice.between(0.5, 1.6)
    let cut = Cut(
      top: 2, neck: dice.between(2.8, 3.4), neckDepth: dice.between(0.8, 1.2),
      shoulder: dice.between(7, 7.8), chest: chest, waist: chest - dice.between(0.2, 0.8),
      hem: chest + flare, bottom: dice.between(26.3, 27.3))
    let cloth = GarmentCloth(
      tone: dice.between(0.38, 0.8), pattern: dice.pick(.plain, .plain, .columns(period: 1.6)),
      depth: 0.12)
    let (reach, width) = (dice.between(11.6, 12.6), dice.between(3, 3.6))
    drawSleeves(
      cut.longSleeve(reach: reach, width: width, end: dice.between(22.5, 24)), cut, cloth)
    fill(cut.body, cloth)
    drawSeams(cut, cloth)
    let dark = cloth.tone * 0.25
    // The shirt below, two lapels over it, and the edge where the fronts overlap.
    let depth = dice.between(9, 12.5)
    fill(GarmentPath(-cut.neck, 2.2).line(cut.neck, 2.2).line(0, depth), tone: dark)
    let lapel = GarmentPath(cut.neck - 0.2, 1.6).line(cut.neck + 1.8, 6.2)
      .line(cut.neck + 0.3, 6.8).line(0.2, depth + 0.3)
    for side in [lapel, lapel.mirrored] {
      fill(side, tone: min(cloth.tone * 1.35, 1))
    }
    stroke(GarmentPath(0, depth).line(0.2, cut.bottom), width: 1, tone: dark)
    let isDouble = dice.chance(0.4)
    for height in [Float(14), 17.2, 20.4] {
      fill(.box(1.2, height, 2.2, height + 1), tone: dark)
      if isDouble { fill(.box(-2.4, height, -1.4, height + 1), tone: dark) }
    }
    let pocket = GarmentPath(2.9, 19.2).line(cut.waist - 0.8, 18.6)
    for side in [pocket, pocket.mirrored] { stroke(side, width: 0.9, tone: dark) }
  }

  mutating func drawShirt(_ dice: inout GarmentDice) {
    let chest = dice.between(5.8, 6.8)
    let cut = Cut(
      top: 3, neck: dice.between(2.2, 2.7), neckDepth: 1.4, shoulder: dice.between(6.2, 7),
      chest: chest, waist: chest - dice.between(0.2, 0.9), hem: chest + dice.between(0, 0.6),
      bottom: dice.between(25, 26.5))
    let cloth = GarmentCloth(
      tone: dice.between(0.7, 1),
      pattern: dice.pick(
        .plain, .columns(period: 2.6), .checks(period: 4), .checks(period: 3), .dots(period: 2.8)),
      depth: dice.between(0.3, 0.6))
    let isShort = dice.chance(0.3)
    let (reach, width) = (dice.between(10.6, 11.8), dice.between(2.4, 2.9))
    let end = dice.between(23.5, 25)
    let sleeve =
      isShort
      ? cut.shortSleeve(reach: reach, drop: 12.2)
      : cut.longSleeve(reach: reach, width: width, end: end)
    drawSleeves(sleeve, cut, cloth)
    fill(cut.body, cloth)
    // Two rounded tails: the hem is cut out at the sides.
    let notch = GarmentPath(cut.hem + 1, cut.bottom - 2.2).line(cut.hem + 1, cut.bottom + 1)
      .line(cut.hem - 3.5, cut.bottom + 1)
      .curve(cut.hem - 0.6, cut.bottom - 0.2, cut.hem + 1, cut.bottom - 2.2)
    if isShort {
      for side in [notch, notch.mirrored] { erase(side) }
    }
    drawSeams(cut, cloth)
    drawCollarAndButtons(cut, cloth)
    if !isShort {
      let cuff = GarmentPath(reach - width, end - 1.9).line(reach - 0.2, end - 2.2)
      for side in [cuff, cuff.mirrored] { stroke(side, width: 0.8, tone: cloth.tone * 0.5) }
    }
  }

  mutating func drawDress(_ dice: inout GarmentDice) {
    let tone = dice.between(0.5, 1)
    let pattern: GarmentCloth.Pattern = dice.pick(
      .plain, .plain, .dots(period: 3.4), .rows(period: 4))
    let cloth = GarmentCloth(tone: tone, pattern: pattern, depth: dice.between(0.25, 0.5))
    let chest = dice.between(3.7, 4.6)
    let waist = chest - dice.between(0.7, 1.3)
    let (waistY, hem) = (dice.between(10.8, 13), dice.between(5.2, 8.4))
    let bottom = dice.between(25.8, 27.3)
    let strap = dice.between(2, 2.9)
    let neckDepth = dice.between(2.4, 4.6)
    let outline = GarmentPath(0, 1.2 + neckDepth)
      .curve(strap * 0.9, 1.2 + neckDepth, strap, 1.2)
      .line(strap + 1.1, 1.2)
      .curve(strap + 0.9, 5, chest, 7)
      .curve(chest, 9.5, waist, waistY)
      .curve(waist + 1, waistY + 5, hem, bottom)
      .line(hem * 0.5, bottom + 0.5)
      .line(0, bottom + 0.2)
    if dice.chance(0.3) {
      let sleeve = GarmentPath(strap + 0.4, 1.3).curve(strap + 3.2, 2, 6.4, 7.6).line(4.4, 8.6)
        .line(chest - 0.6, 6)
      for side in [sleeve, sleeve.mirrored] { fill(side, cloth) }
    }
    fill(outline.symmetric, cloth)
    let dark = tone * 0.45
    let belt = GarmentPath(-waist, waistY).line(waist, waistY)
    stroke(belt, width: dice.between(0.7, 1.5), tone: dark)
    // Folds that spread out from the waist.
    for share in [Float(-0.62), -0.2, 0.2, 0.62] {
      let fold = GarmentPath(share * waist, waistY + 1.5).line(share * hem, bottom - 0.4)
      stroke(fold, width: 0.7, tone: dark, strength: 0.6)
    }
  }

  // MARK: Parts

  private mutating func drawSleeves(_ sleeve: GarmentPath, _ cut: Cut, _ cloth: GarmentCloth) {
    var shaded = cloth
    shaded.tone *= 0.92
    for side in [sleeve, sleeve.mirrored] { fill(side, shaded) }
  }

  private mutating func drawSeams(_ cut: Cut, _ cloth: GarmentCloth) {
    for side in [cut.armhole, cut.armhole.mirrored] {
      stroke(side, width: 0.7, tone: cloth.tone * 0.45, strength: 0.75)
    }
  }

  private mutating func drawNeck(_ cut: Cut, _ cloth: GarmentCloth, band: Float) {
    fill(cut.inside, tone: cloth.tone * 0.35)
    stroke(cut.neckline, width: band, tone: min(cloth.tone * 1.15, 1))
    let below = GarmentPath(-cut.neck - 0.3, cut.top + 1)
      .curve(-cut.neck * 0.9, cut.top + cut.neckDepth + band, 0, cut.top + cut.neckDepth + band)
      .curve(cut.neck * 0.9, cut.top + cut.neckDepth + band, cut.neck + 0.3, cut.top + 1)
    stroke(below, width: 0.6, tone: cloth.tone * 0.5, strength: 0.8)
  }

  private mutating func drawCollarAndButtons(_ cut: Cut, _ cloth: GarmentCloth) {
    let dark = cloth.tone * 0.3
    stroke(GarmentPath(0, 5).line(0, cut.bottom), width: 1.6, tone: cloth.tone)
    stroke(GarmentPath(1, 6).line(1, cut.bottom), width: 0.5, tone: dark, strength: 0.8)
    for height in stride(from: Float(8.5), to: cut.bottom - 1, by: 3.5) {
      fill(.box(-0.6, height, 0.5, height + 1), tone: dark)
    }
    fill(
      GarmentPath(-cut.neck, 2.2).line(cut.neck, 2.2).line(0, 5.6), tone: cloth.tone * 0.3)
    let collar = GarmentPath(0, 5.2).line(cut.neck - 0.4, 1.5).line(cut.neck + 0.8, 2.4)
      .line(cut.neck + 0.5, 7)
    for side in [collar, collar.mirrored] {
      fill(side, tone: min(cloth.tone * 1.1, 1))
      stroke(side, width: 0.5, tone: dark, strength: 0.7)
    }
  }
}
