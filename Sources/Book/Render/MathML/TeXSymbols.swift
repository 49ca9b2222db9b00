/// What TeX calls an atom's class: it decides the space around it.
enum AtomClass: Equatable {
  case ordinary, operatorName, binary, relation, opening, closing, punctuation, space
}

/// A sign that a command stands for.
struct TeXSymbol {
  enum Kind { case identifier, sign(AtomClass), bigOperator(limits: Bool) }

  var text: String
  var kind: Kind
}

/// The vocabulary: which command stands for which sign.
enum TeXVocabulary {
  static let symbols: [String: TeXSymbol] = {
    var table: [String: TeXSymbol] = [:]
    func add(_ entries: KeyValuePairs<String, String>, _ kind: TeXSymbol.Kind) {
      for (name, text) in entries { table[name] = TeXSymbol(text: text, kind: kind) }
    }
    add(greek, .identifier)
    add(letters, .identifier)
    add(binaries, .sign(.binary))
    add(relations, .sign(.relation))
    add(arrows, .sign(.relation))
    add(ordinaries, .sign(.ordinary))
    add(punctuation, .sign(.punctuation))
    add(openings, .sign(.opening))
    add(closings, .sign(.closing))
    add(bigOperators, .bigOperator(limits: true))
    add(integrals, .bigOperator(limits: false))
    return table
  }()

  private static let greek: KeyValuePairs = [
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ϵ", "varepsilon": "ε",
    "zeta": "ζ", "eta": "η", "theta": "θ", "vartheta": "ϑ", "iota": "ι", "kappa": "κ",
    "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "omicron": "ο", "pi": "π", "varpi": "ϖ",
    "rho": "ρ", "varrho": "ϱ", "sigma": "σ", "varsigma": "ς", "tau": "τ", "upsilon": "υ",
    "phi": "ϕ", "varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ",
    "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Upsilon": "Υ", "Phi": "Φ",
    "Psi": "Ψ", "Omega": "Ω",
  ]

  private static let letters: KeyValuePairs = [
    "ell": "ℓ", "hbar": "ℏ", "imath": "ı", "jmath": "ȷ", "Re": "ℜ", "Im": "ℑ", "aleph": "ℵ",
    "partial": "∂", "nabla": "∇", "infty": "∞", "emptyset": "∅", "varnothing": "∅",
  ]

  private static let binaries: KeyValuePairs = [
    "cdot": "⋅", "times": "×", "div": "÷", "pm": "±", "mp": "∓", "ast": "∗", "star": "⋆",
    "circ": "∘", "bullet": "∙", "oplus": "⊕", "ominus": "⊖", "otimes": "⊗", "odot": "⊙",
    "cup": "∪", "cap": "∩", "setminus": "∖", "wedge": "∧", "land": "∧", "vee": "∨", "lor": "∨",
  ]

  private static let relations: KeyValuePairs = [
    "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "ne": "≠", "neq": "≠", "ll": "≪", "gg": "≫",
    "approx": "≈", "equiv": "≡", "sim": "∼", "simeq": "≃", "cong": "≅", "propto": "∝",
    "in": "∈", "notin": "∉", "ni": "∋", "subset": "⊂", "subseteq": "⊆", "supset": "⊃",
    "supseteq": "⊇", "perp": "⟂", "parallel": "∥", "mid": "∣", "coloneqq": "≔", "lt": "<",
    "gt": ">", "models": "⊨",
  ]

  private static let arrows: KeyValuePairs = [
    "to": "→", "rightarrow": "→", "gets": "←", "leftarrow": "←", "leftrightarrow": "↔",
    "mapsto": "↦", "longmapsto": "⟼", "longrightarrow": "⟶", "longleftarrow": "⟵",
    "Rightarrow": "⇒", "implies": "⟹", "Longrightarrow": "⟹", "Leftarrow": "⇐",
    "Leftrightarrow": "⇔", "iff": "⟺", "uparrow": "↑", "downarrow": "↓", "updownarrow": "↕",
    "hookrightarrow": "↪", "rightleftharpoons": "⇌", "nearrow": "↗", "searrow": "↘",
  ]

  private static let ordinaries: KeyValuePairs = [
    "ldots": "…", "dots": "…", "cdots": "⋯", "vdots": "⋮", "ddots": "⋱", "dotsc": "…",
    "dotsb": "⋯", "top": "⊤", "bot": "⊥", "forall": "∀", "exists": "∃", "neg": "¬", "lnot": "¬",
    "prime": "′", "dagger": "†", "angle": "∠", "triangle": "△", "square": "□", "checkmark": "✓",
    "backslash": "\\", "#": "#", "$": "$", "%": "%", "&": "&", "_": "_", "degree": "°",
  ]

  private static let punctuation: KeyValuePairs = ["colon": ":"]

  private static let openings: KeyValuePairs = [
    "lfloor": "⌊", "lceil": "⌈", "langle": "⟨", "lbrace": "{", "{": "{", "lbrack": "[",
    "lvert": "|", "lVert": "‖",
  ]

  private static let closings: KeyValuePairs = [
    "rfloor": "⌋", "rceil": "⌉", "rangle": "⟩", "rbrace": "}", "}": "}", "rbrack": "]",
    "rvert": "|", "rVert": "‖",
  ]

  private static let bigOperators: KeyValuePairs = [
    "sum": "∑", "prod": "∏", "coprod": "∐", "bigcup": "⋃", "bigcap": "⋂", "bigoplus": "⨁",
    "bigotimes": "⨂", "bigvee": "⋁", "bigwedge": "⋀",
  ]

  private static let integrals: KeyValuePairs = ["int": "∫", "iint": "∬", "oint": "∮"]

  /// Named functions; true where a subscript stands below in a display.
  static let functions: [String: Bool] = [
    "max": true, "min": true, "sup": true, "inf": true, "lim": true, "limsup": true,
    "liminf": true, "det": true, "gcd": true, "Pr": true, "argmax": true, "argmin": true,
    "log": false, "ln": false, "lg": false, "exp": false, "sin": false, "cos": false, "tan": false,
    "sinh": false, "cosh": false, "tanh": false, "arcsin": false, "arccos": false,
    "arctan": false, "arg": false, "dim": false, "ker": false, "deg": false, "rank": false,
    "sgn": false,
  ]

  /// Spaces, in em.
  static let spaces: [String: String] = [
    ",": "0.1667em", "thinspace": "0.1667em", ":": "0.2222em", ">": "0.2222em",
    "medspace": "0.2222em", ";": "0.2778em", "thickspace": "0.2778em", "!": "-0.1667em",
    "negthinspace": "-0.1667em", "quad": "1em", "qquad": "2em", " ": "0.25em", "enspace": "0.5em",
  ]

  static let alphabets: [String: MathAlphabet] = [
    "mathbf": .bold, "mathbb": .doubleStruck, "mathcal": .script, "mathscr": .script,
    "mathrm": .upright, "mathit": .italic, "mathsf": .sansSerif, "mathtt": .monospace,
    "mathfrak": .fraktur, "boldsymbol": .boldItalic, "bm": .boldItalic,
  ]

  /// Signs above or below a base; true where the sign grows with it.
  static let accents: [String: (text: String, stretches: Bool, below: Bool)] = [
    "hat": ("^", false, false), "tilde": ("~", false, false), "bar": ("‾", false, false),
    "vec": ("→", false, false), "dot": ("˙", false, false), "ddot": ("¨", false, false),
    "check": ("ˇ", false, false), "breve": ("˘", false, false), "mathring": ("˚", false, false),
    "widehat": ("^", true, false), "widetilde": ("~", true, false),
    "overline": ("‾", true, false), "underline": ("\u{332}", true, true),
    "overbrace": ("⏞", true, false), "underbrace": ("⏟", true, true),
    "overrightarrow": ("→", true, false), "overleftarrow": ("←", true, false),
  ]

  /// Fences that `\left`, `\right`, `\middle` and `\big` take, beside single characters.
  static let delimiters: [String: String] = [
    "{": "{", "}": "}", "lbrace": "{", "rbrace": "}", "lbrack": "[", "rbrack": "]",
    "lfloor": "⌊", "rfloor": "⌋", "lceil": "⌈", "rceil": "⌉", "langle": "⟨", "rangle": "⟩",
    "vert": "|", "lvert": "|", "rvert": "|", "|": "‖", "Vert": "‖", "lVert": "‖", "rVert": "‖",
    "uparrow": "↑", "downarrow": "↓", "backslash": "\\",
  ]

  static let delimiterSizes: [String: String] = [
    "big": "1.2em", "Big": "1.8em", "bigg": "2.4em", "Bigg": "3em",
    "bigl": "1.2em", "Bigl": "1.8em", "biggl": "2.4em", "Biggl": "3em",
    "bigr": "1.2em", "Bigr": "1.8em", "biggr": "2.4em", "Biggr": "3em",
  ]

  /// Commands with arguments or an effect of their own; the parser knows what they do.
  static let structures: [String] = [
    "frac", "dfrac", "tfrac", "binom", "sqrt", "left", "right", "middle", "begin", "end", "text",
    "textbf", "textit", "textrm", "texttt", "mbox", "operatorname", "overset", "underset",
    "stackrel", "substack", "bmod", "pmod", "mod", "limits", "nolimits", "displaystyle",
    "textstyle", "phantom", "boxed", "xrightarrow", "xleftarrow", "not", "|", "\\", "vert", "Vert",
    "hline",
  ]

  static let environments: [String] = [
    "matrix", "pmatrix", "bmatrix", "Bmatrix", "vmatrix", "Vmatrix", "smallmatrix", "array",
    "cases", "aligned", "align", "align*", "split", "gathered", "gather", "gather*",
  ]

  /// Every command, sorted: what a misspelt one is compared with.
  static let commands: [String] = {
    var names = Array(symbols.keys) + functions.keys + spaces.keys + alphabets.keys
    names += Array(accents.keys) + delimiterSizes.keys + structures
    return Set(names.filter { $0.unicodeScalars.allSatisfy(TeXLexer.isLetter) }).sorted()
  }()
}
