import BookModel

/// Why arguments cannot be those of a declaration.
enum MatchFailure: Error {
  case missing(Signature.Parameter)
  case wrongLabel(argument: Int, expected: String?)
  case unexpected(argument: Int)
}

/// Assigns arguments to parameters by their labels and order, as Swift does.
func match(
  _ arguments: [ArgumentNode], to parameters: [Signature.Parameter]
) throws(MatchFailure) -> [MatchedCandidate.Filling] {
  var fillings: [MatchedCandidate.Filling] = []
  var next = 0
  for (position, parameter) in parameters.enumerated() {
    guard next < arguments.count else {
      fillings.append(try absent(parameter, arguments, next))
      continue
    }
    let argument = arguments[next]
    if argument.isTrailing, argument.label == nil {
      // The first trailing closure belongs to the first parameter from here that is a function.
      if case .function = parameter.type.unwrapped, !parameter.isAutoclosure {
        let laterNeedsIt =
          parameter.defaultText != nil
          && parameters[(position + 1)...].contains {
            if case .function = $0.type { $0.defaultText == nil } else { false }
          } && arguments.count == next + 1
        if !laterNeedsIt {
          fillings.append(.argument(next))
          next += 1
          continue
        }
      }
      fillings.append(try absent(parameter, arguments, next))
    } else if argument.label == parameter.label {
      if parameter.isVariadic {
        var indices = [next]
        next += 1
        while next < arguments.count, arguments[next].label == nil, !arguments[next].isTrailing {
          indices.append(next)
          next += 1
        }
        fillings.append(.variadic(indices))
      } else {
        fillings.append(.argument(next))
        next += 1
      }
    } else {
      fillings.append(try absent(parameter, arguments, next))
    }
  }
  if next < arguments.count {
    if arguments[next].label != nil, !arguments[next].isTrailing,
      let label = parameters.lazy.compactMap(\.label).first(where: { $0 == arguments[next].label })
    {
      throw .wrongLabel(argument: next, expected: label)
    }
    throw .unexpected(argument: next)
  }
  return fillings
}

/// The filling of a parameter that the next argument is not for.
private func absent(
  _ parameter: Signature.Parameter, _ arguments: [ArgumentNode], _ next: Int
) throws(MatchFailure) -> MatchedCandidate.Filling {
  if parameter.isVariadic { return .variadic([]) }
  if parameter.defaultText != nil { return .omitted }
  if next < arguments.count, !arguments[next].isTrailing,
    arguments[next].label != parameter.label
  {
    throw .wrongLabel(argument: next, expected: parameter.label)
  }
  throw .missing(parameter)
}

extension ValueType {
  /// What an optional wraps; any other type itself.
  var unwrapped: ValueType {
    if case .nominal("Optional", let arguments) = self { arguments[0].unwrapped } else { self }
  }
}
