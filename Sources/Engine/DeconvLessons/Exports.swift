// A chapter imports this module alone.
@_exported public import Deconv
@_exported public import DeconvFigures
