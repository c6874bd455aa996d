/// How the page looks: in the light and in the dark, on a phone, beside its contents on a wide screen, and on paper.
enum PageStyle {
  static let text = """
    :root {
      color-scheme: light dark;
      --paper: #fdfcfa; --ink: #1f2328; --quiet: #57606a; --line: #d5d0c8; --code: #f3f0ea;
      --link: #0b57d0; --good: #1a7f37; --bad: #b3261e; --calm: #e7eefb; --warm: #fbe9e7;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --paper: #16181c; --ink: #e6e3dd; --quiet: #a5adb8; --line: #3d4148; --code: #20242a;
        --link: #8ab4f8; --good: #6fd38a; --bad: #ff8a80; --calm: #1e2a3d; --warm: #3a2220;
      }
    }
    * { box-sizing: border-box; }
    html { scroll-padding-top: 1rem; }
    body {
      margin: 0 auto; padding: 0 1.25rem 3rem; max-width: 46rem;
      background: var(--paper); color: var(--ink);
      font: 1.0625rem/1.65 system-ui, sans-serif; overflow-wrap: break-word;
    }
    h1, h2, h3, h4 { line-height: 1.25; text-wrap: balance; }
    h1 { font-size: 2.1rem; margin: 1.5rem 0 1rem; }
    h2 { font-size: 1.6rem; margin: 3rem 0 1rem; padding-top: 1.5rem; border-top: 1px solid var(--line); }
    h3 { font-size: 1.25rem; margin: 2.25rem 0 .75rem; }
    h4 { font-size: 1.05rem; margin: 1.75rem 0 .5rem; }
    a { color: var(--link); text-underline-offset: .15em; }
    a:focus-visible, pre:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: .2rem; }
    main:focus { outline: none; }
    li { margin: .35rem 0; }
    code, pre { font-family: ui-monospace, "Cascadia Mono", "DejaVu Sans Mono", Menlo, Consolas, monospace; }
    code { font-size: .92em; background: var(--code); padding: .1em .3em; border-radius: .25rem; }
    pre {
      margin: 1rem 0; padding: .85rem 1rem; overflow-x: auto; background: var(--code);
      border: 1px solid var(--line); border-radius: .4rem; font-size: .875rem; line-height: 1.5; tab-size: 2;
    }
    pre code { font-size: inherit; background: none; padding: 0; }
    .file { margin: 1rem 0; }
    .file .name {
      display: inline-block; margin: 0 0 -1px; padding: .2rem .75rem; font: .8rem ui-monospace, monospace;
      color: var(--quiet); background: var(--code); border: 1px solid var(--line); border-bottom: 0;
      border-radius: .4rem .4rem 0 0;
    }
    .file pre { margin: 0; border-top-left-radius: 0; }
    .facts { color: var(--quiet); font-size: .95rem; margin-top: 0; }
    section > article { margin-top: 3rem; padding-top: .5rem; border-top: 1px solid var(--line); }
    section > article > h3 { font-size: 1.45rem; margin: 1rem 0 .35rem; }
    section > article:target > h3 { text-decoration: underline .15em var(--link); text-underline-offset: .25em; }
    .skip { position: absolute; left: -99rem; padding: .5rem 1rem; background: var(--paper); z-index: 1; }
    .skip:focus { left: .5rem; top: .5rem; }
    nav {
      margin-top: 1rem; padding: 1rem 1.25rem; border: 1px solid var(--line); border-radius: .5rem; font-size: .95rem;
    }
    nav ul { list-style: none; margin: 0; padding: 0; }
    nav li { margin: 0; }
    nav a { display: block; padding: .3rem 0; text-decoration: none; }
    nav a:hover { text-decoration: underline; }
    nav .name { margin: 0 0 .25rem; font-weight: 600; }
    nav ul + .name { margin-top: 1rem; }
    figure { margin: 1.75rem 0; }
    figcaption { color: var(--quiet); font-size: .9rem; margin-top: .75rem; max-width: 32rem; }
    figure svg { display: block; width: 100%; max-width: 32rem; height: auto; color: var(--ink); }
    svg text { fill: currentColor; font-family: system-ui, sans-serif; font-size: 14px; }
    svg .title, svg .label { font-weight: 600; }
    svg .title, svg .middle { text-anchor: middle; }
    svg .end { text-anchor: end; }
    svg .code { font-family: ui-monospace, "DejaVu Sans Mono", monospace; }
    svg .note { fill: var(--quiet); font-size: 13px; }
    svg .count { font-size: 18px; font-weight: 600; }
    svg rect { fill: var(--paper); stroke: currentColor; stroke-width: 1.5; rx: 5px; }
    svg .frame { fill: var(--code); stroke: var(--line); }
    svg .frame.strong { stroke: currentColor; }
    svg .block { fill: var(--calm); stroke: var(--link); }
    svg .block.bad { fill: var(--warm); stroke: var(--bad); }
    svg .block.gone { fill: none; stroke: var(--quiet); stroke-dasharray: 5 4; }
    svg .edge { fill: none; stroke: currentColor; stroke-width: 2; }
    svg .edge.weak { stroke-dasharray: 3 5; }
    svg .edge.gone { stroke: var(--quiet); stroke-dasharray: 5 4; }
    svg .edge.bad { stroke: var(--bad); }
    svg .time { stroke: var(--line); stroke-width: 2; }
    svg .tip, svg .dot { fill: currentColor; }
    svg .dot.bad { fill: var(--bad); }
    footer { margin-top: 4rem; border-top: 1px solid var(--line); color: var(--quiet); font-size: .9rem; }
    @media (min-width: 68rem) {
      body { display: grid; grid-template-columns: 16rem minmax(0, 46rem); column-gap: 3rem; max-width: 68rem; }
      nav {
        position: sticky; top: 1rem; align-self: start; max-height: calc(100vh - 2rem); overflow-y: auto;
        border: 0; padding: 1.5rem 0 0;
      }
      main, footer { grid-column: 2; }
    }
    @media (forced-colors: active) { svg rect, svg .edge, svg .time { stroke: CanvasText; } }
    @media print {
      :root {
        --paper: #fff; --ink: #000; --quiet: #333; --line: #999; --code: #fff; --link: #000; --bad: #000;
        --calm: #fff; --warm: #fff;
      }
      body { display: block; max-width: none; font-size: 10.5pt; }
      nav, .skip, footer { display: none; }
      pre { white-space: pre-wrap; font-size: 9pt; }
      pre, figure, .file { break-inside: avoid; }
      h1, h2, h3, h4, .facts { break-after: avoid; }
    }
    """
}
