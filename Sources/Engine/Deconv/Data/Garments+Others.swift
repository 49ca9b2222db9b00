extension GarmentCanvas {
  mutating func drawTrouser(_ dice: inout GarmentDice) {
    let cloth = GarmentCloth(
      tone: dice.between(0.5, 1), pattern: dice.pick(.plain, .plain, .columns(period: 1.9)),
      depth: 0.18)
    let dark = cloth.tone * 0.4
    let waist = dice.between(3.9, 4.7)
    let hip = waist + dice.between(0.5, 1.1)
    let spread = dice.between(0, 1.4)
    let width = dice.between(2.3, 3.6)
    let crotch = dice.between(8.6, 10.4)
    let bottom = dice.between(26, 27.4)
    let outer = hip - 0.6 + spread
    let outline = GarmentPath(0, 1.3).line(waist, 1)
      .curve(hip, 4, hip, 7)
      .curve(hip, 14, outer, bottom)
      .line(outer - width, bottom + 0.2)
      .curve(0.9, 16, 0.1, crotch)
      .line(0, crotch)
    fill(outline.symmetric, cloth)
    stroke(GarmentPath(-waist, 2.6).line(waist, 2.6), width: 0.7, tone: dark, strength: 0.8)
    stroke(GarmentPath(0, 2.6).line(0, crotch), width: 0.7, tone: dark, strength: 0.8)
    let pocket = GarmentPath(waist - 1.6, 2.8).curve(waist - 1.4, 5, hip - 0.2, 5.6)
    let crease = GarmentPath(hip - 2.4, 9).line(outer - width / 2, bottom - 0.6)
    for side in [pocket, pocket.mirrored] { stroke(side, width: 0.6, tone: dark, strength: 0.8) }
    for side in [crease, crease.mirrored] {
      stroke(side, width: 0.9, tone: min(cloth.tone * 1.25, 1), strength: 0.6)
    }
  }

  mutating func drawBag(_ dice: inout GarmentDice) {
    let cloth = GarmentCloth(
      tone: dice.between(0.45, 1), pattern: dice.pick(.plain, .plain, .plain, .checks(period: 3.4)),
      depth: 0.25)
    let dark = cloth.tone * 0.35
    let contrast: Float = cloth.tone > 0.65 ? dark : 1
    let kind = dice.pick(0, 1, 2)
    let half = kind == 1 ? dice.between(8, 10) : dice.between(10, 12)
    let bottom = dice.between(24.5, 26.5)
    let top = bottom - (kind == 1 ? dice.between(9, 11) : dice.between(12, 14.5))
    let taper = dice.between(-0.6, 1.4)
    drawHandle(kind, top: top, half: half, tone: cloth.tone * 0.85, &dice)
    let body = GarmentPath(0, top).line(half - taper - 0.8, top)
      .curve(half - taper, top, half - taper, top + 1)
      .line(half, bottom - 1.5)
      .curve(half, bottom, half - 1.6, bottom)
      .line(0, bottom)
    fill(body.symmetric, cloth)
    switch kind {
    case 0:  // A handbag: a band along the top, and pads where the handle is sewn on.
      stroke(
        GarmentPath(-half + taper, top + 2.4).line(half - taper, top + 2.4), width: 0.8, tone: dark)
      for x in [Float(-4.6), 4.6] { fill(.box(x - 0.8, top + 0.6, x + 0.8, top + 4.2), tone: dark) }
    case 1:  // A shoulder bag: a flap with a clasp.
      let low = top + (bottom - top) * 0.55
      stroke(
        GarmentPath(-half + taper, top + 1).curve(-half * 0.7, low + 0.6, 0, low)
          .curve(half * 0.7, low + 0.6, half - taper, top + 1), width: 0.9, tone: dark)
      fill(.box(-1.2, low - 1.3, 1.2, low + 1.2), tone: contrast)
    default:  // A travelling bag: a zip, and two straps around it.
      stroke(
        GarmentPath(-half + taper + 0.6, top + 1.6).line(half - taper - 0.6, top + 1.6), width: 0.7,
        tone: dark)
      for x in [Float(-5), 5] {
        stroke(GarmentPath(x, top).line(x, bottom), width: 1.3, tone: contrast)
      }
    }
  }

  private mutating func drawHandle(
    _ kind: Int, top: Float, half: Float, tone: Float, _ dice: inout GarmentDice
  ) {
    let rise = dice.between(5.5, 7.5)
    if kind == 1 {
      stroke(
        GarmentPath(-half + 1.6, top + 0.5).curve(-half * 0.5, 1.6, 0, 1.6)
          .curve(half * 0.5, 1.6, half - 1.6, top + 0.5), width: 1.2, tone: tone)
    } else {
      let peak = max(top - rise, 1.4)
      stroke(
        GarmentPath(-4.6, top + 0.6).curve(-4.6, peak, 0, peak).curve(4.6, peak, 4.6, top + 0.6),
        width: 1.5, tone: tone)
    }
  }
}
