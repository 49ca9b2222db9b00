/// Shoes are seen from the side, the toe to the left; x runs from about -12.5 to 12.5.
extension GarmentCanvas {
  mutating func drawSneaker(_ dice: inout GarmentDice) {
    let ground = dice.between(20.8, 22.2)
    let sole = ground - dice.between(2.2, 3)
    let tongue = sole - dice.between(8.8, 10.2)
    let cloth = GarmentCloth(tone: dice.between(0.5, 0.95))
    let isLight = cloth.tone > 0.72
    let contrast: Float = isLight ? cloth.tone * 0.42 : 1
    let collar = tongue + dice.between(2.4, 3.2)
    let heel = tongue + dice.between(0.8, 1.6)
    let upper = GarmentPath(-12.2, sole + 0.6)
      .curve(-12.4, sole - 3.2, -8, sole - 3.9)
      .curve(-3.5, sole - 4.8, -0.5, tongue)
      .line(1.8, tongue - 0.4)
      .curve(3.6, collar + 0.6, 6.6, collar)
      .curve(9, collar - 0.4, 10.2, heel)
      .line(11.4, heel + 0.2)
      .curve(11.2, sole - 3, 12, sole + 0.6)
    fill(upper, cloth)
    fill(
      GarmentPath(1.9, tongue + 0.4).curve(3.6, collar + 0.8, 6.6, collar + 0.3)
        .curve(8.8, collar - 0.2, 9.9, heel + 0.8).curve(6, collar + 3.2, 1.9, tongue + 0.4),
      tone: cloth.tone * 0.25)
    let bottom = GarmentPath(-12.6, sole - 0.3).line(12.4, sole - 0.3)
      .curve(13.2, ground, 11.4, ground).line(-10.6, ground).curve(-13, ground, -12.6, sole - 0.3)
    fill(bottom, tone: isLight ? cloth.tone * 0.55 : 0.95)
    stroke(
      GarmentPath(-12.3, sole - 0.1).line(12.2, sole - 0.1), width: 0.7, tone: cloth.tone * 0.3)
    // Toe cap, laces, a mark on the side, and the heel counter.
    stroke(
      GarmentPath(-7.4, sole - 3.7).curve(-5.6, sole - 2, -6, sole), width: 0.8,
      tone: cloth.tone * 0.45)
    for step in 0..<4 {
      let along = Float(step) / 3
      let (x, y) = (-5.4 + 4.6 * along, sole - 4.2 + (tongue - sole + 5.6) * along * along)
      stroke(GarmentPath(x - 0.3, y - 0.2).line(x + 2.1, y + 1.6), width: 0.9, tone: contrast)
    }
    let mark = dice.pick(0, 1, 2)
    switch mark {
    case 0:
      for x in [Float(1), 3.4, 5.8] {
        stroke(
          GarmentPath(x - 1, sole - 0.6).line(x + 1, collar + 2.6), width: 1.1, tone: contrast)
      }
    case 1:
      stroke(
        GarmentPath(-1.5, sole - 3.2).curve(0.5, sole - 0.4, 8.5, collar + 2.6), width: 1.4,
        tone: contrast)
    default:
      stroke(
        GarmentPath(-2, sole - 1.6).line(9.5, sole - 2.2), width: 1.4, tone: contrast)
    }
    stroke(
      GarmentPath(9, heel + 2).curve(8.4, sole - 3, 9.2, sole), width: 0.9, tone: cloth.tone * 0.5)
  }

  mutating func drawAnkleBoot(_ dice: inout GarmentDice) {
    let top = dice.between(2.5, 6)
    let ground = dice.between(24.2, 25.6)
    let heelHeight = dice.between(1.8, 4.2)
    let sole = ground - heelHeight
    let cloth = GarmentCloth(tone: dice.between(0.4, 0.95))
    let dark = cloth.tone * 0.35
    let front = dice.between(-0.4, 1)
    let back = dice.between(10.6, 11.6)
    let upper = GarmentPath(-12, ground - 0.9)
      .curve(-12.4, ground - 5.4, -7.4, ground - 6.2)
      .curve(front - 1.4, ground - 8, front, top + 3.5)
      .line(front - 0.3, top)
      .curve((front + back) / 2, top + 0.9, back, top - 0.3)
      .curve(back - 0.9, 13, back + 0.3, sole)
      .curve(4, sole + 0.4, 0, ground - 0.9)
    fill(upper, cloth)
    // The sole under the foot, and the heel behind.
    stroke(
      GarmentPath(-12, ground - 0.7).line(-1, ground - 0.7).curve(2.5, ground - 0.7, 5, sole + 0.4)
        .line(back + 0.2, sole + 0.3), width: 1.2, tone: dark)
    let heelWidth = dice.between(3.6, 5.8)
    fill(
      GarmentPath(back - heelWidth - 0.8, sole + 0.2).line(back + 0.4, sole + 0.2)
        .line(back, ground).line(back - heelWidth, ground), tone: cloth.tone * 0.6)
    stroke(
      GarmentPath(front - 0.2, top + 1.7).curve(
        (front + back) / 2, top + 2.4, back - 0.2, top + 1.3),
      width: 0.7, tone: dark)
    switch dice.pick(0, 1, 2) {
    case 0:  // Laces.
      for step in 0..<5 {
        let y = top + 3.4 + Float(step) * 2.3
        let x = front - (step < 3 ? 0.1 : Float(step - 2) * 1.5)
        stroke(
          GarmentPath(x + 0.3, y).line(x + 2.7, y + 0.7), width: 0.9,
          tone: cloth.tone > 0.65 ? dark : 1)
      }
    case 1:  // An elastic gore at the ankle.
      let middle = (front + back) / 2 + 0.4
      fill(
        GarmentPath(middle - 1.7, top + 2).line(middle + 1.7, top + 2).line(middle + 0.8, sole - 4)
          .line(middle - 0.8, sole - 4), tone: dark)
    default:  // A zip and a strap with its buckle.
      stroke(
        GarmentPath(back - 3.4, top + 1).curve(back - 4, 13, back - 3, sole), width: 0.8, tone: dark
      )
      stroke(
        GarmentPath(front - 2.4, ground - 8.4).line(back - 0.4, ground - 9.6), width: 1.4,
        tone: cloth.tone > 0.65 ? dark : 1)
    }
    stroke(
      GarmentPath(-6.6, ground - 6.3).curve(-5, ground - 4, -5.6, ground - 1.3), width: 0.8,
      tone: dark, strength: 0.8)
  }

  mutating func drawSandal(_ dice: inout GarmentDice) {
    switch dice.pick(0, 1, 2) {
    case 0: drawFlatSandal(&dice)
    case 1: drawWedge(&dice)
    default: drawHeeledSandal(&dice)
    }
  }

  /// A flat sole with a few bands over the foot.
  private mutating func drawFlatSandal(_ dice: inout GarmentDice) {
    let tone = dice.between(0.55, 1)
    let ground = dice.between(19.5, 21.5)
    let rise = dice.between(5.5, 7.5)
    let width = dice.between(1.3, 1.9)
    stroke(
      GarmentPath(-12.4, ground - 0.9).curve(0, ground + 0.1, 12.4, ground - 0.9), width: 2.1,
      tone: tone * 0.75)
    stroke(
      GarmentPath(-9.4, ground - 1.4).curve(-6.4, ground - rise * 1.5, -2, ground - 1.4),
      width: width, tone: tone)
    stroke(
      GarmentPath(-4.6, ground - 1.4).curve(-1.4, ground - rise * 1.9, 4, ground - 1.4),
      width: width, tone: tone)
    guard dice.chance(0.7) else { return }
    stroke(
      GarmentPath(4.6, ground - 1.4).curve(5.4, ground - rise * 1.9, 9, ground - rise * 1.2)
        .curve(11.4, ground - rise * 0.9, 10.8, ground - 1.4), width: width, tone: tone)
  }

  /// A sole that is one thick wedge, with bands in front and around the ankle.
  private mutating func drawWedge(_ dice: inout GarmentDice) {
    let tone = dice.between(0.55, 1)
    let ground = dice.between(22, 23.6)
    let heel = ground - dice.between(5.5, 7.5)
    let width = dice.between(1.4, 2)
    fill(
      GarmentPath(-12.2, ground - 2).curve(-4, ground - 2.4, 3, heel + 1.4).line(11.6, heel)
        .line(11, ground).line(-11.4, ground),
      GarmentCloth(tone: tone * 0.8, pattern: .rows(period: 2.2), depth: 0.35))
    for (left, right, rise) in [(Float(-10), Float(-5.4), Float(9)), (-6.8, 0.4, 12)] {
      stroke(
        GarmentPath(left, ground - 2.2).curve(
          (left + right) / 2, ground - rise, right, ground - 3.4),
        width: width, tone: tone)
    }
    let ankle = heel - dice.between(5, 6.8)
    stroke(
      GarmentPath(2, heel + 1).curve(2.4, ankle, 7, ankle).curve(11.6, ankle, 11, heel + 0.3),
      width: width, tone: tone)
    stroke(GarmentPath(3.4, ankle + 2.6).line(11, ankle + 2.2), width: width * 0.7, tone: tone)
  }

  /// An arched sole on a high thin heel.
  private mutating func drawHeeledSandal(_ dice: inout GarmentDice) {
    let tone = dice.between(0.6, 1)
    let ground = dice.between(24.5, 26)
    let heel = ground - dice.between(8.5, 11)
    let width = dice.between(1.3, 1.8)
    stroke(
      GarmentPath(-12.2, ground - 0.9).line(-6, ground - 0.8).curve(0, ground - 1.2, 5, heel + 1.5)
        .line(10.6, heel), width: 1.9, tone: tone)
    fill(
      GarmentPath(8.2, heel + 0.6).line(11.4, heel).line(11, ground).line(9.7, ground),
      tone: tone * 0.85)
    for (left, right, rise) in [(Float(-10.4), Float(-6), Float(7)), (-7, -1.4, 10)] {
      stroke(
        GarmentPath(left, ground - 1.2).curve(
          (left + right) / 2, ground - rise, right, ground - 1.8),
        width: width, tone: tone)
    }
    let ankle = heel - dice.between(5.4, 7.4)
    stroke(
      GarmentPath(10.4, heel).curve(11.4, ankle + 2, 10.4, ankle), width: width, tone: tone)
    stroke(
      GarmentPath(10.4, ankle).curve(6.4, ankle + 2.6, 3.4, ankle + 1.4).curve(
        6, ankle - 1, 10.4, ankle), width: width * 0.8, tone: tone)
    stroke(
      GarmentPath(3.6, ankle + 1.6).curve(1.6, heel - 1, -2.6, ground - 6.2), width: width * 0.8,
      tone: tone)
  }
}
