import { darkPalette, declarations, lightPalette } from '../../view/draw/palette.ts';

/** The report's style sheet: light or dark as the reader's system is, light on paper. */
export const style = `
:root { color-scheme: light dark; ${declarations(lightPalette)} --soft: #f5f7f9; --warn: #9a6200; }
@media (prefers-color-scheme: dark) {
  :root { ${declarations(darkPalette)} --soft: #20232a; --warn: #e3a03c; }
}
@media print {
  :root { color-scheme: light; ${declarations(lightPalette)} --soft: #f5f7f9; --warn: #9a6200; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--transition-background); color: var(--transition-text);
  font: 15px/1.55 var(--transition-sans); }
main { max-width: 1064px; margin: 0 auto; padding: 40px 32px 72px; }
h1 { margin: 0; font-size: 1.75em; line-height: 1.25; overflow-wrap: anywhere; }
h2 { margin: 2.4em 0 .6em; font-size: 1.25em; }
h3 { margin: 2.6em 0 .3em; padding-top: 1.1em; border-top: 1px solid var(--transition-edge); font-size: 1.15em; }
h4 { margin: 1.5em 0 .4em; font-size: 1em; }
p { margin: .3em 0; }
a { color: var(--transition-strategy); }
code, h3 .name { font-family: var(--transition-mono); font-size: .93em; }
.muted, .place { color: var(--transition-muted); }
.place { font-weight: 400; font-size: .82em; }
.summary { display: inline-block; margin: 14px 0 0; padding: 4px 14px; border: 1.5px solid; border-radius: 99px; font-weight: 600; }
.good, .completes { color: var(--transition-after); }
.bad, .stalls, .error { color: var(--transition-refused); }
.may-stall, .warning { color: var(--warn); }
.document + .document { margin-top: 72px; }
ul { margin: .3em 0; padding-left: 1.3em; }
.findings { padding: 0; list-style: none; }
.findings li { margin: 0 0 8px; padding: 9px 14px; border-left: 3px solid currentColor; background: var(--soft); }
.findings p { color: var(--transition-text); }
.findings .head { font-size: .88em; font-weight: 600; }
.findings .information, .findings .hint { color: var(--transition-muted); }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: .93em; }
th, td { padding: 6px 14px 6px 0; border-bottom: 1px solid var(--transition-line); text-align: left; vertical-align: top; }
thead th { color: var(--transition-muted); font-weight: 500; }
tbody th { font-weight: 500; }
td strong { font-weight: 600; white-space: nowrap; }
td small { display: block; color: var(--transition-muted); }
figure { margin: 18px 0 22px; break-inside: avoid; }
figure .drawing { overflow-x: auto; border: 1px solid var(--transition-edge); border-radius: 6px; }
figure svg { display: block; }
figcaption { margin-bottom: 6px; }
details { margin-top: 6px; color: var(--transition-muted); font-size: .92em; }
summary { cursor: pointer; }
details ol { margin: .4em 0; color: var(--transition-text); }
footer { margin-top: 64px; color: var(--transition-muted); font-size: .87em; }
@media print {
  main { max-width: none; padding: 0; }
  body { font-size: 10.5pt; }
  figure svg { max-width: 100%; height: auto; }
  h2, h3, h4 { break-after: avoid; }
  tr, .findings li { break-inside: avoid; }
  details { display: none; }
}
`;
