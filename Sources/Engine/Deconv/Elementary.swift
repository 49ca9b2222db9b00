import DeconvKernels

// The functions of numbers that everybody expects under these names. Where Foundation or the
// system's math library is imported too, theirs have the same names: write `Deconv.exp(x)`.

/// The exponential function eˣ, with the same bits on every machine.
///
/// exp(-∞) is 0, exp(+∞) is +∞.
///
/// - Parameter x: The exponent.
/// - Returns: The power, within 0.501 ulp.
public func exp(_ x: Float) -> Float { Elementary.exp(x) }

/// The exponential function eˣ, with the same bits on every machine.
///
/// exp(-∞) is 0, exp(+∞) is +∞.
///
/// - Parameter x: The exponent.
/// - Returns: The power, within 0.52 ulp.
public func exp(_ x: Double) -> Double { Elementary.exp(x) }

/// The natural logarithm, with the same bits on every machine.
///
/// log(±0) is -∞, log(+∞) is +∞; NaN for negative numbers.
///
/// - Parameter x: The number.
/// - Returns: The logarithm, within 0.501 ulp.
public func log(_ x: Float) -> Float { Elementary.log(x) }

/// The natural logarithm, with the same bits on every machine.
///
/// log(±0) is -∞, log(+∞) is +∞; NaN for negative numbers.
///
/// - Parameter x: The number.
/// - Returns: The logarithm, within 0.52 ulp.
public func log(_ x: Double) -> Double { Elementary.log(x) }

/// The hyperbolic tangent, with the same bits on every machine.
///
/// tanh(±0) is ±0, tanh(±∞) is ±1.
///
/// - Parameter x: The number.
/// - Returns: The tangent, within 0.501 ulp.
public func tanh(_ x: Float) -> Float { Elementary.tanh(x) }

/// The hyperbolic tangent, with the same bits on every machine.
///
/// tanh(±0) is ±0, tanh(±∞) is ±1.
///
/// - Parameter x: The number.
/// - Returns: The tangent, within 0.6 ulp.
public func tanh(_ x: Double) -> Double { Elementary.tanh(x) }

/// The logistic function 1 / (1 + e⁻ˣ), with the same bits on every machine.
///
/// sigmoid(-∞) is 0, sigmoid(+∞) is 1.
///
/// - Parameter x: The number.
/// - Returns: The value, within 0.501 ulp.
public func sigmoid(_ x: Float) -> Float { Elementary.sigmoid(x) }

/// The logistic function 1 / (1 + e⁻ˣ), with the same bits on every machine.
///
/// sigmoid(-∞) is 0, sigmoid(+∞) is 1.
///
/// - Parameter x: The number.
/// - Returns: The value, within 0.52 ulp.
public func sigmoid(_ x: Double) -> Double { Elementary.sigmoid(x) }

/// The sine of an angle in radians, with the same bits on every machine.
///
/// sin(±0) is ±0; NaN for ±∞. Angles of any size are reduced exactly.
///
/// - Parameter x: The angle.
/// - Returns: The sine, within 0.501 ulp.
public func sin(_ x: Float) -> Float { Elementary.sin(x) }

/// The sine of an angle in radians, with the same bits on every machine.
///
/// sin(±0) is ±0; NaN for ±∞. Angles of any size are reduced exactly.
///
/// - Parameter x: The angle.
/// - Returns: The sine, within 0.65 ulp.
public func sin(_ x: Double) -> Double { Elementary.sin(x) }

/// The cosine of an angle in radians, with the same bits on every machine.
///
/// NaN for ±∞. Angles of any size are reduced exactly.
///
/// - Parameter x: The angle.
/// - Returns: The cosine, within 0.501 ulp.
public func cos(_ x: Float) -> Float { Elementary.cos(x) }

/// The cosine of an angle in radians, with the same bits on every machine.
///
/// NaN for ±∞. Angles of any size are reduced exactly.
///
/// - Parameter x: The angle.
/// - Returns: The cosine, within 0.65 ulp.
public func cos(_ x: Double) -> Double { Elementary.cos(x) }

/// The power xʸ, with the same bits on every machine.
///
/// Powers that are numbers of `Float` themselves are exact. pow(x, 0) and pow(1, y) are 1 even for
/// NaN; NaN for a negative base with an exponent that is no integer.
///
/// - Parameters:
///   - x: The base.
///   - y: The exponent.
/// - Returns: The power, within 0.501 ulp.
public func pow(_ x: Float, _ y: Float) -> Float { Elementary.pow(x, y) }

/// The power xʸ, with the same bits on every machine.
///
/// Powers that are numbers of `Double` themselves are exact. pow(x, 0) and pow(1, y) are 1 even for
/// NaN; NaN for a negative base with an exponent that is no integer.
///
/// - Parameters:
///   - x: The base.
///   - y: The exponent.
/// - Returns: The power, within 0.58 ulp.
public func pow(_ x: Double, _ y: Double) -> Double { Elementary.pow(x, y) }
