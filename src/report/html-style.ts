/** Inline, because the page fetches nothing; its hash stands in the page's content security policy. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --ink: #1b1b1f; --quiet: #55565c; --line: #d5d6dc; --panel: #f5f5f8; --link: #0b57a4;
  --error: #b3261e; --warning: #8a5000; --note: #0b57a4; --undecided: #6b3fa0; --acknowledged: #2a6a31;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #16171a; --ink: #e4e4e9; --quiet: #a5a6ad; --line: #3b3c43; --panel: #202227; --link: #9ecaff;
    --error: #ffb4ab; --warning: #ffc46b; --note: #9ecaff; --undecided: #d9bbff; --acknowledged: #9ed6a2;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; max-width: 62rem; padding: 1.5rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere;
}
h1 { margin: 0 0 .25rem; font-size: 1.6rem; line-height: 1.2; }
h2 { margin: 2.5rem 0 .25rem; font-size: 1.25rem; }
h3 { margin: 1.75rem 0 .5rem; font-size: 1rem; }
p { margin: 0 0 .5rem; }
a { color: var(--link); }
code { font: .9em/1.4 ui-monospace, monospace; }
h3 code { font-weight: 600; }
p, dd, td, code { unicode-bidi: isolate; }
.quiet { color: var(--quiet); }
.counts { display: flex; flex-wrap: wrap; gap: .5rem; margin: 1.25rem 0; padding: 0; list-style: none; }
.counts li {
  flex: 1 1 7.5rem; padding: .5rem .75rem; border: 1px solid var(--line); border-radius: .375rem;
  font-size: .875rem; overflow-wrap: normal;
}
.counts b { display: block; font-size: 1.5rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
.wide { overflow-x: auto; overflow-wrap: normal; }
table { border-collapse: collapse; width: 100%; }
th, td { padding: .3rem .75rem .3rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
.finding {
  margin: 0 0 .75rem; padding: .75rem 1rem; border: 1px solid var(--line); border-left: .3rem solid var(--mark);
  border-radius: .25rem; background: var(--panel);
}
.error { --mark: var(--error); }
.warning { --mark: var(--warning); }
.note { --mark: var(--note); }
.undecided { --mark: var(--undecided); }
.acknowledged { --mark: var(--acknowledged); }
.mark { color: var(--mark); font-weight: 600; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; margin: .5rem 0 0; }
dt { color: var(--quiet); }
dd { margin: 0; }
footer { margin-top: 3rem; border-top: 1px solid var(--line); padding-top: .75rem; }
@media (max-width: 36rem) {
  dl { grid-template-columns: 1fr; gap: 0; }
  dd { margin-bottom: .35rem; }
}
@media print {
  :root {
    color-scheme: light;
    --paper: #ffffff; --ink: #000000; --quiet: #444444; --line: #999999; --panel: #ffffff; --link: #000000;
    --error: #b3261e; --warning: #8a5000; --note: #0b57a4; --undecided: #6b3fa0; --acknowledged: #2a6a31;
  }
  body { max-width: none; padding: 0; font-size: 10pt; }
  .finding, tr, .counts li { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  .source a::after { content: " <" attr(href) ">"; }
}
`;
