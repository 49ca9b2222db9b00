/// The book's style sheet.
///
/// It names no font or file that would have to be fetched.
let styleSheet = #"""
  /* Colours: warm paper and ink, one blue for links, one orange for what is current. */
  :root {
    color-scheme: light;
    --page: #fdfcfa; --raised: #f6f5f1; --sunken: #efede7; --line: #e3e0d8; --line-strong: #cdc9be;
    --ink: #23262b; --ink-soft: #5b5f66; --ink-faint: #6e7178; --heading: #14161a;
    --link: #1d5c8f; --link-line: #1d5c8f55; --accent: #a8430b; --accent-soft: #fbeee3;
    --paper: #f8f7f4; --paper-line: #e3e0d8; --paper-dim: 1;
    --note: #1d5c8f; --tip: #2f6b3a; --important: #5a3f9e; --warning: #8f5a00; --caution: #a8322a;
    --t-keyword: #5a3f9e; --t-type: #1c6a72; --t-number: #a2470d; --t-string: #3a6a2c;
    --t-comment: #6f6a5e; --t-call: #1d5c8f; --t-sign: #6a665c; --t-label: #4b4f57;
    --shadow: 0 1px 2px #14161a0a, 0 6px 24px #14161a14; --shade: #14161a14;
    --ground: var(--page); --ink-result: #34383f;
  }
  @media (prefers-color-scheme: dark) { :root:not([data-theme="light"]) { \#(darkColours) } }
  :root[data-theme="dark"] { \#(darkColours) }

  :root {
    --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans",
      "Helvetica Neue", Arial, sans-serif;
    --mono: ui-monospace, "SF Mono", SFMono-Regular, "Cascadia Code", "Cascadia Mono", Menlo,
      Consolas, "Liberation Mono", "DejaVu Sans Mono", monospace;
    --math: "STIX Two Math", "Cambria Math", "Latin Modern Math", "Libertinus Math",
      "DejaVu Math TeX Gyre", "Noto Sans Math", math;
    --measure: 43rem; --side: 15rem; --aside: 13rem; --between: 3.5rem; --gutter: 1.5rem;
    --hang: 1rem; --bar: 3.25rem; --radius: 8px; --content: 78rem;
  }

  *, *::before, *::after { box-sizing: border-box; }
  html {
    scroll-padding-top: calc(var(--bar) + 1.25rem); -webkit-text-size-adjust: 100%;
    text-size-adjust: 100%; background: var(--page);
  }
  @media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
  body {
    margin: 0; color: var(--ink); font: 1.0625rem/1.65 var(--sans); font-kerning: normal;
    text-rendering: optimizeLegibility; -webkit-font-smoothing: antialiased;
    overflow-wrap: break-word;
  }
  a { color: var(--link); text-decoration-color: var(--link-line); text-underline-offset: .18em;
    text-decoration-thickness: 1px; }
  a:hover { text-decoration-color: currentColor; }
  :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
  main:focus { outline: none; }
  ::selection { background: color-mix(in srgb, var(--link) 22%, transparent); }
  img { max-width: 100%; height: auto; }

  /* Top bar */
  .skip { position: absolute; inset: .5rem auto auto .5rem; z-index: 30; padding: .5rem 1rem;
    background: var(--page); border-radius: var(--radius); transform: translateY(-200%); }
  .skip:focus { transform: none; }
  .top { position: sticky; top: 0; z-index: 10; display: flex; align-items: center; gap: .75rem;
    height: var(--bar);
    padding-inline: max(var(--gutter), calc(50% - var(--content) / 2)); border-bottom: 1px solid var(--line);
    background: color-mix(in srgb, var(--page) 88%, transparent); backdrop-filter: blur(10px); }
  .top .home { margin-inline-end: auto; overflow: hidden; color: var(--heading); font-size: .9375rem;
    font-weight: 600; letter-spacing: -.005em; text-decoration: none; text-overflow: ellipsis;
    white-space: nowrap; }
  .top .menu, .theme { display: grid; place-items: center; flex: none; width: 2.25rem;
    height: 2.25rem; padding: 0; border: 0; border-radius: 6px; background: none;
    color: var(--ink-soft); cursor: pointer; }
  .top .menu:hover, .theme:hover { background: var(--sunken); color: var(--ink); }
  .top .menu { display: none; margin-inline-start: -.6rem; }
  .top .menu::before { content: ""; width: 1.05rem; height: .75rem;
    background: linear-gradient(currentColor 1.5px, transparent 0) 0 0 / 100% calc(50% - .75px);
    border-bottom: 1.5px solid currentColor; }
  .theme::before { content: ""; width: 1rem; height: 1rem; border: 1.5px solid currentColor;
    border-radius: 50%; background: linear-gradient(90deg, currentColor 50%, transparent 0); }
  html:not(.js) .theme { display: none; }

  /* Columns */
  .layout { display: grid; justify-content: center; column-gap: var(--between);
    grid-template-columns: var(--side) minmax(0, var(--measure)) var(--aside);
    padding-inline: var(--gutter); }
  .chapter main { grid-column: 2; padding-block: 3rem 4rem; min-width: 0; }
  .chapters, .outline { position: sticky; top: var(--bar); align-self: start;
    max-height: calc(100vh - var(--bar)); padding-block: 3.1rem 2rem; overflow-y: auto;
    scrollbar-width: thin; font-size: .875rem; line-height: 1.4; }
  /* Room for the backgrounds and focus rings, which a box that scrolls would cut off. */
  .chapters, .outline { margin-inline: -.75rem; padding-inline: .75rem; }
  .chapters ol, .outline ol, .outline-fold ol { margin: 0; padding: 0; list-style: none; }
  .nav-title { margin: 0 0 .6rem; color: var(--ink-faint); font-size: .75rem; font-weight: 600;
    letter-spacing: .02em; }
  .chapters a:not(.close) { display: grid; grid-template-columns: 1.4rem 1fr; gap: .35rem;
    margin-inline: -.6rem 0; padding: .35rem .6rem; border-radius: 6px; color: var(--ink-soft);
    text-decoration: none; }
  .chapters .number { color: var(--ink-faint); font-variant-numeric: tabular-nums; }
  .chapters a:hover { color: var(--ink); background: var(--raised); }
  .chapters a[aria-current] { color: var(--heading); font-weight: 600; background: var(--sunken); }
  .chapters a[aria-current] .number { color: var(--accent); }
  .chapters .close { display: none; }
  .outline a { display: block; margin-inline-start: -1px; padding: .22rem 0 .22rem .9rem;
    border-inline-start: 2px solid transparent; color: var(--ink-soft); text-decoration: none; }
  .outline ol { border-inline-start: 1px solid var(--line); }
  .outline .level-3 a { padding-inline-start: 1.7rem; font-size: .8125rem; }
  .outline .number { display: none; }
  .outline a:hover { color: var(--ink); }
  .outline a[aria-current] { color: var(--heading); border-color: var(--accent); }
  .outline-fold { display: none; margin-bottom: 2rem; padding: .65rem 0; font-size: .9375rem;
    border-block: 1px solid var(--line); }
  .outline-fold summary { color: var(--ink-soft); font-size: .875rem; }
  .outline-fold ol { padding: .5rem 0 .25rem; }
  .outline-fold a { display: block; padding: .2rem 0; color: var(--ink); text-decoration: none; }
  .outline-fold .level-3 { padding-inline-start: 1.25rem; }
  .outline-fold .number { display: inline-block; min-width: 2rem; color: var(--ink-faint);
    font-variant-numeric: tabular-nums; }

  /* Text */
  .title-block { margin-bottom: 2.5rem; }
  .eyebrow { margin: 0 0 .5rem; color: var(--accent); font-size: .875rem; font-weight: 600; }
  h1, h2, h3, h4, h5, h6 { color: var(--heading); font-weight: 650; line-height: 1.25;
    text-wrap: balance; }
  h1 { margin: 0; font-size: clamp(1.9rem, 1.4rem + 2.2vw, 2.6rem); font-weight: 700;
    letter-spacing: -.022em; line-height: 1.12; }
  .lede { margin: 1rem 0 0; color: var(--ink-soft); font-size: 1.1875rem; line-height: 1.55;
    text-wrap: pretty; }
  h2 { margin: 3.25rem 0 1rem; font-size: 1.5rem; letter-spacing: -.014em; }
  h3 { margin: 2.25rem 0 .75rem; font-size: 1.1875rem; letter-spacing: -.008em; }
  h4, h5, h6 { margin: 1.75rem 0 .5rem; font-size: 1.0625rem; }
  h2 + h3 { margin-top: 1.25rem; }
  h2 .number, h3 .number { margin-inline-end: .35em; color: var(--ink-faint); font-weight: 500;
    font-variant-numeric: tabular-nums; }
  .anchor { margin-inline-start: .4em; color: var(--ink-faint); font-weight: 400;
    text-decoration: none; opacity: 0; }
  .anchor::before { content: "#"; }
  :is(h2, h3, h4, h5, h6):hover .anchor, .anchor:focus-visible { opacity: 1; }
  p, ul, ol, dl { margin: 0 0 1.15rem; }
  ul, ol { padding-inline-start: 1.5rem; }
  li { margin-block: .3rem; }
  li::marker { color: var(--ink-faint); font-variant-numeric: tabular-nums; }
  li > :is(ul, ol) { margin-block: .3rem; }
  .tasks { padding-inline-start: 0; list-style: none; }
  .task { padding-inline-start: 1.6rem; }
  .task > input { width: 1rem; height: 1rem; margin: 0 0 0 -1.6rem; margin-inline-end: .35rem;
    vertical-align: -.1em; accent-color: var(--link); }
  blockquote { margin: 1.5rem 0; padding-inline-start: 1.1rem; color: var(--ink-soft);
    border-inline-start: 2px solid var(--line-strong); }
  blockquote > :last-child { margin-bottom: 0; }
  hr { width: 4rem; margin: 2.75rem auto; border: 0; border-top: 1px solid var(--line-strong); }
  code, pre, samp { font-family: var(--mono); font-variant-ligatures: none; }
  :not(pre) > code { padding: .1em .32em; border-radius: 4px; background: var(--sunken);
    font-size: .875em; overflow-wrap: anywhere; }
  :is(h1, h2, h3) code { background: none; padding: 0; }
  a code { color: inherit; }
  .value { font-variant-numeric: tabular-nums; border-bottom: 1px dotted var(--line-strong);
    cursor: help; }
  .value.missing { color: var(--ink-faint); font-style: italic; }
  .reference, .keep { white-space: nowrap; }
  .citation a, .note-mark a { text-decoration: none; font-variant-numeric: tabular-nums; }
  .citation a:hover, .note-mark a:hover { text-decoration: underline; }
  .note-mark { margin-inline-start: .1em; font-size: .72em; line-height: 0; }
  :target { scroll-margin-top: 1rem; }
  :is(li, .equation):target { background: var(--accent-soft); border-radius: 4px; }

  /* Code and its results */
  .cell { margin-block: 1.6rem; }
  .cell:has(> .figure:last-child) { margin-bottom: 2.4rem; }
  .code { --ground: var(--raised); position: relative; margin: 1.4rem calc(-1 * var(--hang));
    border-radius: var(--radius); border: 1px solid var(--line); background: var(--ground); }
  /* A column of its own for the button, so that it never covers code. */
  .js .code { padding-inline-end: 2.25rem; }
  .cell > .code, .fold .code { margin-block: 0; }
  .cell > .listing { margin: 0 0 .35rem; color: var(--ink-faint); font-size: .8125rem; }
  pre { margin: 0; padding: .9rem var(--hang); overflow-x: auto; font-size: .8125rem;
    line-height: 1.6; tab-size: 4; scrollbar-width: thin; }
  .js .code > pre { padding-inline-end: .5rem; }
  /* A shadow at an edge behind which there is more. */
  pre, .scroll { background:
    linear-gradient(to right, var(--ground) 50%, transparent) 0 0 / 2rem 100% no-repeat local,
    linear-gradient(to left, var(--ground) 50%, transparent) 100% 0 / 2rem 100% no-repeat local,
    linear-gradient(to right, var(--shade), transparent) 0 0 / .7rem 100% no-repeat scroll,
    linear-gradient(to left, var(--shade), transparent) 100% 0 / .7rem 100% no-repeat scroll;
    border-radius: inherit; }
  .cell > .result { margin-inline: calc(-1 * var(--hang)); color: var(--ink-result);
    border: 1px solid var(--line); border-radius: var(--radius); }
  .cell > .code:has(+ :is(.result, .error)) { border-end-start-radius: 0;
    border-end-end-radius: 0; }
  .cell > .code + .result { border-top-color: color-mix(in srgb, var(--line) 60%, transparent);
    margin-top: -1px; border-start-start-radius: 0;
    border-start-end-radius: 0; }
  .cell > .result + .result { margin-top: .75rem; }
  .cell > * + :is(.figure, .table, .equation, .scroll, .panels, .explorer) { margin-top: 1.25rem; }
  .copy { display: none; position: absolute; inset: .4rem .35rem auto auto; width: 1.875rem;
    height: 1.875rem; padding: 0; border: 0; border-radius: 6px; background: none;
    color: var(--ink-faint); cursor: pointer; opacity: 0; transition: opacity .12s; }
  .js .copy { display: block; }
  .code:is(:hover, :focus-within) .copy, .copy[data-state] { opacity: 1; }
  .copy:hover { background: var(--sunken); color: var(--ink); }
  @media (hover: none) { .copy { opacity: 1; } }
  /* Two sheets, and a tick once they are copied. */
  .copy::before, .copy::after { content: ""; position: absolute; width: .625rem; height: .75rem;
    border: 1.5px solid currentColor; border-radius: 2.5px; }
  .copy::before { inset: .4rem auto auto .5rem; clip-path: polygon(0 0, 100% 0, 100% 16%, 30% 16%,
    30% 100%, 0 100%); }
  .copy::after { inset: .62rem auto auto .72rem; }
  .copy[data-state="done"] { color: var(--tip); }
  .copy[data-state="failed"] { color: var(--caution); }
  .copy[data-state]::before { display: none; }
  .copy[data-state="done"]::after { inset: .5rem auto auto .72rem; width: .4rem; height: .75rem;
    border-width: 0 2px 2px 0; border-radius: 0; transform: rotate(45deg); }
  .copy[data-state="failed"]::after { inset: .9rem auto auto .6rem; width: .7rem; height: 0;
    border-width: 2px 0 0; border-radius: 0; transform: rotate(45deg); }
  .announcer { position: absolute; width: 1px; height: 1px; overflow: hidden;
    clip-path: inset(50%); white-space: nowrap; }
  .t-keyword { color: var(--t-keyword); font-weight: 600; }
  .t-type { color: var(--t-type); }
  .t-number { color: var(--t-number); }
  .t-string { color: var(--t-string); }
  .t-comment { color: var(--t-comment); font-style: italic; }
  .t-call { color: var(--t-call); }
  .t-label { color: var(--t-label); }
  .t-attribute { color: var(--t-keyword); }
  .t-operatorSign { color: var(--t-sign); }
  summary { width: fit-content; cursor: pointer; }
  summary::marker { color: var(--ink-faint); }
  .fold > summary { color: var(--ink-soft); font-size: .875rem; }
  .fold[open] > summary { margin-bottom: .6rem; }
  .error { --ground: transparent; --shade: transparent; margin-inline: calc(-1 * var(--hang)); padding: .75rem 0 .85rem; border-radius: var(--radius);
    border: 1px solid color-mix(in srgb, var(--caution) 30%, var(--line));
    background: color-mix(in srgb, var(--caution) 6%, var(--page)); }
  .code + .error { border-top: 0; border-start-start-radius: 0; border-start-end-radius: 0; }
  .error > .kind { margin: 0 var(--hang) .15rem; color: var(--caution); font-size: .8125rem;
    font-weight: 600; }
  .error .result { padding-block: 0; white-space: pre-wrap; }
  .not-run { margin: .6rem 0 0; color: var(--ink-faint); font-size: .875rem; font-style: italic; }

  /* Figures, tables, formulas: each scrolls in a box of its own */
  figure { margin: 2.25rem 0; }
  .cell figure { margin-block: 0; }
  .paper { width: fit-content; max-width: calc(100% + 2 * var(--hang)); margin-inline: auto;
    padding: .375rem;
    border-radius: 10px; background: var(--paper); border: 1px solid var(--paper-line);
    filter: brightness(var(--paper-dim)); }
  .paper img { display: block; }
  /* A figure as wide as the text takes the margin that code has. */
  .panel { max-width: 100%; }
  .panel > .paper { max-width: 100%; }
  .panels { display: flex; flex-wrap: wrap; justify-content: center; align-items: end;
    gap: 1.25rem; margin-inline: calc(-1 * var(--hang)); }
  .letter { margin: .4rem 0 0; color: var(--ink-soft); font-size: .875rem; text-align: center; }
  figcaption { max-width: 36rem; margin: .9rem auto 0; color: var(--ink-soft); font-size: .9375rem;
    line-height: 1.5; text-align: center; text-wrap: balance; }
  figcaption b, .explorer .note b { color: var(--ink); font-weight: 600; }
  figcaption b:not(:last-child)::after { content: "\2002"; }
  .table > figcaption { max-width: none; margin: 0 0 .6rem;
    text-align: start; text-wrap: pretty; }
  .scroll { overflow-x: auto; scrollbar-width: thin; }
  table { border-collapse: collapse; min-width: 50%; margin-block: .25rem; font-size: .9375rem;
    line-height: 1.45; font-variant-numeric: tabular-nums lining-nums; }
  article > .scroll, li > .scroll { margin-block: 1.5rem; }
  th, td { padding: .45rem 1.1rem .45rem 0; text-align: start; vertical-align: baseline; }
  th + th, td + td { padding-inline-start: .4rem; }
  :is(th, td):last-child { padding-inline-end: .25rem; }
  th { color: var(--ink-soft); font-size: .8125rem; font-weight: 600; vertical-align: bottom; }
  thead tr { border-bottom: 1px solid var(--line-strong); }
  tbody tr + tr { border-top: 1px solid var(--line); }
  .right { text-align: end; white-space: nowrap; }
  .center { text-align: center; }
  .left { text-align: start; }
  /* The inventory: equal columns in all its tables. */
  .coverage { margin-block: 1.75rem; }
  .coverage .count { color: var(--ink-soft); font-size: .9375rem;
    font-variant-numeric: tabular-nums; }
  .coverage table { width: 100%; margin-block: 0 2.5rem; font-size: .875rem; }
  .coverage .source th { padding-bottom: .6rem; color: var(--heading); font-size: .9375rem; }
  .coverage .source { border: 0; }
  .coverage td:nth-child(1) { width: 4.25rem; color: var(--ink-faint); white-space: nowrap; }
  .coverage td:nth-child(3) { width: 6.75rem; white-space: nowrap; }
  .coverage td:nth-child(4) { width: 8.5rem; }
  .coverage .holds { color: var(--tip); }
  .coverage .conditional { color: var(--warning); }
  .coverage .repaired { color: var(--accent); font-weight: 600; }
  .coverage .out-of-scope { color: var(--ink-faint); }
  /* The number stands at the right of the formula, or below where the formula needs the line. */
  .equation { display: flex; flex-wrap: wrap; align-items: center; column-gap: 1rem;
    margin-block: 1.4rem; }
  .equation.numbered::before { content: ""; width: 3rem; }
  .equation > .scroll { flex: 1 1 auto; min-width: 0; max-width: 100%; padding-block: .25rem; }
  .equation > .number { min-width: 3rem; margin-inline-start: auto; text-align: end;
    color: var(--ink-soft); font-size: .9375rem; text-decoration: none;
    font-variant-numeric: tabular-nums; }
  .cell > .equation { margin-bottom: 0; }

  math { font-family: var(--math); font-size: 1.06em; font-style: normal; line-height: 1.3; }
  math[display="block"] { margin: 0; }
  /* A cell's content is a block of its own, which only the second spelling moves. */
  mtd.left { text-align: left; text-align: -webkit-left; }
  mtd.right { text-align: right; text-align: -webkit-right; }
  .aligned > mtr > mtd { padding: .32em 0; }
  .aligned:not(.derivation) > mtr > mtd:nth-child(2n + 3) { padding-left: 2em; }
  .derivation > mtr > mtd.relation { padding-inline: .3em; }
  .cases > mtr > mtd { padding: .15em .9em .15em .1em; }
  .cases > mtr > mtd:last-child { padding-right: 0; }
  .substack > mtr > mtd { padding: 0; }
  .boxed { padding: .25em .4em; border: 1px solid currentColor; }
  /* Brackets are drawn: without a mathematical font a browser cannot stretch them. */
  .matrix { margin-inline: .18em; }
  .matrix > mtr > mtd { padding: .26em .45em; }
  .matrix.small > mtr > mtd { padding: .05em .25em; }
  .matrix > mtr > mtd.ruled { border-left: 1px solid currentColor; }
  .matrix > mtr.ruled > mtd { border-top: 1px solid currentColor; }
  .matrix.bracket { border-inline: 1.3px solid currentColor;
    background: linear-gradient(currentColor, currentColor) 0 0 / .32em 1.3px no-repeat,
      linear-gradient(currentColor, currentColor) 100% 0 / .32em 1.3px no-repeat,
      linear-gradient(currentColor, currentColor) 0 100% / .32em 1.3px no-repeat,
      linear-gradient(currentColor, currentColor) 100% 100% / .32em 1.3px no-repeat; }
  .matrix.paren { padding-inline: .18em; border-inline: 1.7px solid currentColor;
    border-radius: .7em / 50%; }
  .matrix.bar { border-inline: 1.3px solid currentColor; }
  .matrix.double-bar { border-inline: 4px double currentColor; }

  /* Explorers */
  .explorer { margin-inline: calc(-1 * var(--hang)); padding: 1.1rem var(--hang) 1rem;
    border: 1px solid var(--line); border-radius: 10px; box-shadow: var(--shadow); }
  .explorer .stage { display: grid; place-items: start center; }
  .explorer .note { margin: 0 0 .9rem; font-size: .9375rem; text-align: center;
    font-variant-numeric: tabular-nums; }
  .explorer .still { margin: .8rem 0 0; color: var(--ink-faint); font-size: .875rem;
    text-align: center; }
  .controls { display: none; gap: 1rem 2.5rem; margin-bottom: 1.4rem;
    grid-template-columns: repeat(auto-fit, minmax(min(14rem, 100%), 1fr)); }
  .js .controls { display: grid; }
  .js .explorer .still { display: none; }
  .control { display: grid; grid-template-columns: 1fr auto; font-size: .9375rem; }
  .control label { color: var(--ink); font-weight: 500; }
  .control output { color: var(--heading); font-weight: 600; font-variant-numeric: tabular-nums; }
  .track { grid-column: 1 / -1; }
  input[type="range"] { appearance: none; display: block; width: 100%; height: 1.75rem; margin: 0;
    background: none; cursor: pointer; }
  input[type="range"]::-webkit-slider-runnable-track { height: 4px; border-radius: 2px;
    background: var(--line-strong); }
  input[type="range"]::-moz-range-track { height: 4px; border-radius: 2px;
    background: var(--line-strong); }
  input[type="range"]::-webkit-slider-thumb { appearance: none; width: 18px; height: 18px;
    margin-top: -7px; border: 2px solid var(--page); border-radius: 50%; background: var(--accent);
    box-shadow: 0 0 0 1px var(--accent); }
  input[type="range"]::-moz-range-thumb { width: 14px; height: 14px; border: 2px solid var(--page);
    border-radius: 50%; background: var(--accent); box-shadow: 0 0 0 1px var(--accent); }
  input[type="range"]:focus-visible { outline: none; }
  input[type="range"]:focus-visible::-webkit-slider-thumb { outline: 2px solid var(--accent);
    outline-offset: 3px; }
  input[type="range"]:focus-visible::-moz-range-thumb { outline: 2px solid var(--accent);
    outline-offset: 3px; }
  .ticks { display: flex; justify-content: space-between; margin: -.2rem 0 0; padding: 0 9px;
    list-style: none; color: var(--ink-faint); font-size: .8125rem; line-height: 1.2;
    font-variant-numeric: tabular-nums; }
  .ticks li { display: flex; justify-content: center; width: 0; margin: 0; }
  .ticks li[data-current] { color: var(--heading); font-weight: 600; }
  .ticks.crowded li:not(:first-child, :last-child) { visibility: hidden; }

  /* Callouts */
  .callout { --tone: var(--note); margin: 1.9rem calc(-1 * var(--hang)); padding: .9rem 1.1rem;
    border-inline-start: 3px solid var(--tone); border-radius: 3px var(--radius) var(--radius) 3px;
    background: color-mix(in srgb, var(--tone) 6%, var(--page));
    --ground: transparent; --shade: transparent; }
  .callout .code { --ground: color-mix(in srgb, var(--tone) 3%, var(--raised)); }
  .callout > :last-child, .callout > .body > :last-child { margin-bottom: 0; }
  .callout-title { margin-bottom: .4rem; }
  .callout .kind { color: var(--tone); font-size: .9375rem; font-weight: 650; }
  .callout .title { margin-inline-start: .35em; color: var(--heading); font-weight: 600; }
  .callout :is(.code, .panels, .explorer, .error, .cell > .result) { margin-inline: 0; }
  .tip { --tone: var(--tip); }
  .important { --tone: var(--important); }
  .warning { --tone: var(--warning); }
  .caution { --tone: var(--caution); }
  .exercise { --tone: var(--accent); }
  .callout.answer { --tone: var(--accent); padding-block: 0;
    background: color-mix(in srgb, var(--tone) 2.5%, var(--page)); }
  .callout.answer .kind { color: var(--ink-soft); font-weight: 600; }
  .answer > summary { width: auto; margin-inline: -1.1rem; padding: .6rem 1.1rem; }
  .answer > summary:hover .kind { color: var(--heading); }
  .answer > .body { padding-block: .3rem 1rem; }
  .answer > .body > :first-child { margin-top: 0; }
  /* Answers hang on their exercise. */
  .exercise:has(+ .answer), .answer:has(+ .answer) { margin-bottom: 0; border-end-end-radius: 0;
    border-end-start-radius: 0; }
  :is(.exercise, .answer) + .answer { margin-top: 0; border-start-start-radius: 0;
    border-start-end-radius: 0; border-top: 1px solid color-mix(in srgb, var(--tone) 16%, var(--page)); }

  /* Ends of pages */
  .end-matter { margin-top: 3.5rem; padding-top: 1.5rem; border-top: 1px solid var(--line);
    color: var(--ink-soft); font-size: .9375rem; line-height: 1.55; }
  .end-matter h2 { margin: 0 0 .75rem; font-size: 1rem; letter-spacing: 0; }
  .end-matter ol { padding-inline-start: 1.6rem; }
  .end-matter p { margin-bottom: .4rem; }
  .end-matter .back { text-decoration: none; }
  .end-matter cite { color: var(--ink); }
  .end-matter a cite { color: inherit; }
  .page-end { margin-top: 4rem; }
  .pager { display: flex; flex-wrap: wrap; gap: 1rem; padding-top: 1.5rem;
    border-top: 1px solid var(--line); }
  .pager a { flex: 1 1 14rem; text-decoration: none; }
  .pager .next { text-align: end; }
  .pager .direction { display: block; color: var(--ink-faint); font-size: .8125rem; }
  .pager .title { font-weight: 600; }
  .pager a:hover .title { text-decoration: underline; text-decoration-thickness: 1px; }
  .sources { margin: 2.5rem 0 0; color: var(--ink-faint); font-size: .875rem; }
  .sources a { color: inherit; text-decoration-color: var(--line-strong); }

  /* Front page */
  .front { --content: 66rem; }
  .front main { max-width: calc(var(--content) + 2 * var(--gutter)); margin-inline: auto;
    padding: 4.5rem var(--gutter) 4rem; }
  .hero { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 20rem); align-items: center;
    gap: 3rem 4rem; }
  .front h1 { font-size: clamp(2.3rem, 1.3rem + 4.2vw, 3.6rem); line-height: 1.05; }
  .hero .lede { max-width: 34rem; margin-top: 1.4rem; font-size: 1.25rem; }
  .authors { margin: 1rem 0 0; color: var(--ink-faint); }
  .actions { display: flex; flex-wrap: wrap; align-items: center; gap: .9rem 1.6rem;
    margin: 2rem 0 0; }
  .start { padding: .65rem 1.35rem; border-radius: 7px; background: var(--heading);
    color: var(--page); font-weight: 600; text-decoration: none; }
  .start:hover { background: var(--link); }
  .cover { margin: 0; }
  .cover img { display: block; width: 100%; }
  .cover figcaption { max-width: none; margin-top: 1.1rem; font-size: .875rem; text-align: start;
    text-wrap: pretty; }
  .map, .guarantee { margin-top: 5rem; }
  .map h2, .guarantee h2 { margin: 0 0 1.25rem; font-size: 1.375rem; }
  /* The text keeps the measure of a chapter, at the left edge that everything shares. */
  .prose { max-width: var(--measure); margin-top: 3.5rem; }
  .prose > :first-child { margin-top: 0; }
  .prose .page-end { margin-top: 3.5rem; padding-top: .5rem; border-top: 1px solid var(--line); }
  .prose .page-end .sources { margin-top: 1rem; }
  .cover > * { margin-inline: 0; }
  .cover .paper { max-width: 100%; }
  .cover .wide img { max-width: 100%; }
  .cover > :is(.panels, .explorer) + figcaption { max-width: none; }
  .map ol { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(19rem, 100%), 1fr));
    gap: 1.5rem; margin: 0; padding: 0; list-style: none; }
  .map li { position: relative; display: flex; flex-direction: column; margin: 0; overflow: hidden;
    border: 1px solid var(--line); border-radius: 12px; transition: border-color .15s, box-shadow .15s; }
  .map li:is(:hover, :focus-within) { border-color: var(--line-strong); box-shadow: var(--shadow); }
  .map .picture { position: relative; aspect-ratio: 16 / 9; background: var(--paper); border-bottom: 1px solid var(--line);
    filter: brightness(var(--paper-dim)); }
  .map .picture img { position: absolute; inset: .5rem; width: calc(100% - 1rem);
    height: calc(100% - 1rem); object-fit: scale-down; }
  .map .words { padding: 1.1rem 1.25rem 1.3rem; }
  .map h3 { margin: 0; font-size: 1.0625rem; line-height: 1.4; text-wrap: balance; }
  .map .number { margin-inline-end: .5em; color: var(--accent); font-variant-numeric: tabular-nums; }
  .map h3 a { color: inherit; text-decoration: none; }
  .map h3 a::after { content: ""; position: absolute; inset: 0; border-radius: 12px; }
  .map h3 a:focus-visible { outline: none; }
  .map h3 a:focus-visible::after { outline: 2px solid var(--accent); outline-offset: -2px; }
  .map li:hover h3 a { text-decoration: underline; text-decoration-thickness: 1px; }
  .map p { margin: .4rem 0 0; color: var(--ink-soft); font-size: .9375rem; line-height: 1.5; }
  .guarantee dl { display: grid; gap: 1.75rem 3rem; margin: 0;
    grid-template-columns: repeat(auto-fit, minmax(min(16rem, 100%), 1fr)); }
  .guarantee dt { margin-bottom: .3rem; color: var(--heading); font-weight: 600; }
  .guarantee dd { margin: 0; color: var(--ink-soft); font-size: .9375rem; line-height: 1.55; }
  .counts { margin: 2.25rem 0 0; padding-top: 1rem; border-top: 1px solid var(--line);
    color: var(--ink-faint); font-size: .875rem; font-variant-numeric: tabular-nums; }

  /* Narrower windows, telephones */
  @media (max-width: 80rem) {
    :root { --side: 13rem; --aside: 11rem; --between: 2.5rem; --content: 72rem; }
    .layout { grid-template-columns: var(--side) minmax(0, 43rem) var(--aside); }
  }
  @media (max-width: 74rem) {
    :root { --content: 61rem; --side: 14rem; --between: 3.5rem; }
    .layout { grid-template-columns: var(--side) minmax(0, var(--measure)); }
    .outline { display: none; }
    .outline-fold { display: block; }
  }
  @media (max-width: 62rem) {
    :root { --content: var(--measure); }
    .layout { grid-template-columns: minmax(0, var(--measure)); }
    .chapter main { grid-column: 1; padding-block: 2rem 3rem; }
    .top .menu { display: grid; }
    .chapters { display: none; }
    .chapters:target { display: block; position: fixed; inset: 0; z-index: 20; align-self: auto;
      margin: 0; height: 100vh; height: 100dvh; max-height: none;
      padding: 1rem var(--gutter) 3rem; background: var(--page); font-size: 1rem; }
    .chapters a:not(.close) { padding-block: .55rem; }
    .chapters .close { display: block; width: fit-content; margin: 0 0 1rem auto; padding: .35rem 0; }
  }
  @media (max-width: 46rem) {
    .hero { grid-template-columns: 1fr; }
    .cover { max-width: 17rem; }
    .front main { padding-top: 2.5rem; }
    .map, .guarantee { margin-top: 3.5rem; }
  }
  @media (max-width: 34rem) {
    :root { --gutter: 1.125rem; --hang: 1.125rem; }
    body { font-size: 1rem; }
    .lede { font-size: 1.0625rem; }
    h2 { font-size: 1.3125rem; }
    .code, .cell > .result, .error, .explorer { border-inline: 0; border-radius: 0; }
    .paper { padding: .3rem; border-radius: var(--radius); overflow-x: auto; }
    /* A wide figure scrolls before its labels become too small to read. */
    .wide img { max-width: max(100%, 28rem); }
    .explorer .wide img { max-width: 100%; }
    .top .home { font-size: .875rem; }
    .equation.numbered::before { display: none; }
    .callout { margin-inline: -.4rem; }
    .callout .code, .callout .cell > .result { border-inline: 1px solid var(--line); }
    .anchor { display: none; }
    /* An item is three lines: id and finding, claim, links. */
    .coverage :is(table, thead, tbody) { display: block; }
    .coverage .columns { display: none; }
    .coverage tr { display: grid; grid-template-columns: 1fr auto; gap: .15rem 1rem;
      padding-block: .6rem; }
    .coverage .source { display: block; border-bottom: 1px solid var(--line-strong); }
    .coverage :is(th, td) { display: block; padding: 0; }
    .coverage td:nth-child(n) { width: auto; }
    .coverage td:nth-child(3) { grid-area: 1 / 2; }
    .coverage td:is(:nth-child(2), :nth-child(4)) { grid-column: 1 / -1; }
    .coverage td:nth-child(2) { font-size: .9375rem; }
  }

  @media print {
    :root, :root:not([data-theme="light"]), :root[data-theme] { \#(printColours) }
    @page { margin: 20mm 18mm; }
    html { font-size: 10pt; }
    body { line-height: 1.5; }
    .top, .skip, .chapters, .outline, .outline-fold, .pager, .copy, .controls, .anchor,
    .js .controls, .actions { display: none !important; }
    .equation.numbered::before { display: none; }
    .explorer { box-shadow: none; }
    .layout { display: block; padding: 0; }
    .chapter main, .front main { max-width: none; padding: 0; }
    .js .explorer .still { display: block; }
    .code, .cell > .result, .error, .explorer, .callout, .panels { margin-inline: 0; }
    pre { white-space: pre-wrap; overflow-wrap: anywhere; }
    h1, h2, h3, h4, figcaption { break-after: avoid; }
    figure, .paper, tr, .equation, .callout, .map li { break-inside: avoid; }
    .explorer .stage { min-height: 0 !important; }
    a { color: inherit; text-decoration: none; }
    details::details-content { content-visibility: visible; }
  }

  """#

private let darkColours = #"""
  color-scheme: dark;
    --page: #15171b; --raised: #1b1e23; --sunken: #23272d; --line: #2b2f36; --line-strong: #444952;
    --ink: #d6d9de; --ink-soft: #a4a9b2; --ink-faint: #8a909a; --heading: #f2f3f5;
    --link: #84b9ea; --link-line: #84b9ea55; --accent: #f28b4b; --accent-soft: #33251b;
    --paper: #f8f7f4; --paper-line: transparent; --paper-dim: .95;
    --note: #84b9ea; --tip: #86c290; --important: #b7a3ee; --warning: #e2b35a; --caution: #f0867e;
    --t-keyword: #c3b1f5; --t-type: #7fccd2; --t-number: #f2a978; --t-string: #a5cf93;
    --t-comment: #8f949d; --t-call: #8fc1ee; --t-sign: #a4a9b2; --t-label: #bcc1c9;
    --shadow: 0 6px 24px #0006; --shade: #0004; --ground: var(--page); --ink-result: #bfc4cb;
  """#

private let printColours = #"""
  color-scheme: light;
    --page: #fff; --raised: #fff; --sunken: #f4f4f2; --line: #ccc; --line-strong: #999;
    --ink: #000; --ink-soft: #333; --ink-faint: #555; --heading: #000; --link: #000;
    --accent: #000; --paper: #f8f7f4; --paper-line: #ddd; --paper-dim: 1;
    --t-keyword: #000; --t-type: #000; --t-number: #000; --t-string: #000; --t-comment: #444;
    --t-call: #000; --t-sign: #000; --t-label: #000; --ink-result: #000;
    --shade: transparent; --ground: transparent;
  """#
