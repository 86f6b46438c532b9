/** The style of the report; its colours are those of the pages. */
export const REPORT_STYLE = `
:root {
  color-scheme: light dark;
  --paper: light-dark(#fdfcf9, #151412);
  --raised: light-dark(#ffffff, #211f1b);
  --ink: light-dark(#1e1b17, #ebe6dc);
  --soft: light-dark(#635b50, #aea698);
  --line: light-dark(#e4ded3, #37332c);
  --accent: light-dark(#a63412, #ff9a6c);
  --serif: Charter, 'Bitstream Charter', 'Charis SIL', 'Sitka Text', Cambria, 'Noto Serif', Georgia, serif;
}
*, *::before, *::after { box-sizing: border-box; }
html {
  font: 1rem/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Helvetica Neue', Arial, sans-serif;
  color: var(--ink);
  background: var(--paper);
  text-size-adjust: none;
  -webkit-text-size-adjust: none;
  overflow-wrap: anywhere;
}
body { max-inline-size: 66rem; margin: 0 auto; padding: clamp(1.25rem, 4vw, 3.5rem) clamp(1rem, 4vw, 2.5rem); }
h1, h2, .figures dd { font-family: var(--serif); font-weight: 700; line-height: 1.2; }
h1 { margin: 0; font-size: clamp(1.75rem, 1.3rem + 2.2vw, 2.75rem); text-wrap: balance; }
h2 { margin: 0 0 1rem; font-size: 1.375rem; }
p { margin: 0 0 1rem; max-inline-size: 46rem; }
header p { margin: 0.5rem 0 0; color: var(--soft); }
section { margin-block-start: clamp(2rem, 5vw, 3.25rem); }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 9.5rem), 1fr)); gap: 1rem; margin: 2rem 0 0; }
.figures div { padding: 1rem 1.125rem; background: var(--raised); border: 1px solid var(--line); border-radius: 0.75rem; }
.figures dt { font-size: 0.875rem; color: var(--soft); }
.figures dd { margin: 0.125rem 0 0; font-size: 1.75rem; font-variant-numeric: lining-nums; }
.figures dd small { display: block; font: 0.8125rem/1.4 system-ui, sans-serif; color: var(--soft); }
.chart { padding-inline-start: 2.75rem; }
.plot { position: relative; block-size: clamp(9rem, 28vw, 15rem); border-block-end: 1px solid var(--soft); }
.plot svg { position: absolute; inset: 0; inline-size: 100%; block-size: 100%; }
.step { position: absolute; inset-inline: -2.75rem 0; font-size: 0.75rem; line-height: 1; color: var(--soft); font-variant-numeric: tabular-nums; transform: translateY(50%); }
.step::after { content: ''; position: absolute; inset-block-start: 50%; inset-inline: 2.75rem 0; border-block-start: 1px solid var(--line); }
rect, path { fill: var(--accent); }
.part { opacity: 0.5; }
.room { fill: transparent; }
g:hover .room { fill: var(--line); }
.marks { position: relative; block-size: 0.75rem; }
.marks span { position: absolute; inset-block-start: 0.25rem; inline-size: 0.5rem; block-size: 0.5rem; margin-inline-start: -0.25rem; background: var(--ink); border-radius: 50%; }
.labels { position: relative; block-size: 1.25rem; }
.labels span { position: absolute; font-size: 0.75rem; color: var(--soft); white-space: nowrap; }
figure { margin: 0; }
figcaption, .note { margin-block-start: 0.5rem; font-size: 0.875rem; color: var(--soft); }
figcaption i { display: inline-block; inline-size: 0.5rem; block-size: 0.5rem; margin-inline-end: 0.375rem; background: var(--ink); border-radius: 50%; }
details { margin-block-start: 0.75rem; font-size: 0.875rem; }
summary { inline-size: fit-content; padding-block: 0.25rem; color: var(--accent); cursor: pointer; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.rows { overflow-x: auto; }
table { inline-size: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
caption { text-align: start; }
th, td { padding: 0.5rem 0 0.5rem 1rem; text-align: end; vertical-align: middle; border-block-end: 1px solid var(--line); white-space: nowrap; }
thead th { font-size: 0.8125rem; font-weight: 400; color: var(--soft); }
tbody th { min-inline-size: 9rem; padding-inline-start: 0; font-weight: 400; text-align: start; white-space: normal; }
thead th:first-child { padding-inline-start: 0; text-align: start; }
tbody th small { display: block; color: var(--soft); }
td { inline-size: 1%; }
td.share-cell { inline-size: 30%; }
td.course-cell { inline-size: 24%; }
.share { display: block; inline-size: 100%; block-size: 0.625rem; }
.course { display: block; inline-size: 100%; block-size: 1.75rem; }
.course path { opacity: 0.85; }
.two { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); gap: 0 3rem; }
footer { margin-block-start: 3rem; padding-block-start: 1rem; font-size: 0.8125rem; color: var(--soft); border-block-start: 1px solid var(--line); }
@media (max-width: 38rem) {
  .course-cell, .later { display: none; }
  td.share-cell { inline-size: 22%; }
  th, td { padding-inline-start: 0.625rem; }
}
@media print {
  :root { color-scheme: light; }
  body { max-inline-size: none; padding: 0; font-size: 10pt; }
  section { break-inside: avoid; }
  section.long { break-inside: auto; }
  tr, .figures div { break-inside: avoid; }
  rect, path, .marks span, figcaption i { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  details:not([open]) { display: none; }
}
`
