/** Pages of blogs around an article, built as common themes of Hugo and Jekyll build theirs. */

export interface Theme {
  readonly name: string
  readonly page: (article: string, player: string) => string
}

const head = (css: string): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>A table for the sea</title><link rel="icon" href="data:,"><style>${css}</style>`

const MORE = `<ul><li><a href="/a">A table for the sea</a></li><li><a href="/b">Hardly any of the future is for sale</a></li></ul>`

export const THEMES: readonly Theme[] = [
  {
    name: 'minima, with the player above the text',
    page: (
      article,
      player,
    ) => `${head('body{font:16px/1.5 sans-serif;max-width:800px;margin:auto}')}
<header class="site-header"><div class="wrapper"><a class="site-title" href="/">A table for the sea and other tables</a><nav class="site-nav"><a href="/about/">About the tide table</a></nav></div></header>
<main class="page-content" aria-label="Content"><div class="wrapper"><article class="post h-entry"><header class="post-header"><h1 class="post-title p-name">A table for the sea</h1><p class="post-meta"><time>May 4, 2026</time></p></header>
${player}<div class="post-content e-content">${article}</div></article></div></main>
<footer class="site-footer"><p>A table for the sea, and for sale</p></footer>`,
  },
  {
    name: 'Minimal Mistakes, with a table of contents beside the text',
    page: (
      article,
      player,
    ) => `${head('#main{display:grid;grid-template-columns:12rem 1fr;gap:2rem}.toc{position:sticky;top:0}')}
<div class="masthead"><nav class="greedy-nav"><a class="site-title" href="/">Tables</a></nav></div>
<div id="main" role="main"><div class="sidebar sticky"><div itemscope><h3 class="author__name">Ann Reader</h3></div></div>
<article class="page"><div class="page__inner-wrap"><header><h1 class="page__title">A table for the sea</h1></header><section class="page__content">
<aside class="sidebar__right sticky"><nav class="toc">${MORE}</nav></aside>${player}${article}</section>
<footer class="page__meta"><p class="page__taxonomy">Tags: sea, tide</p></footer></div><div class="page__related"><h2>You may also enjoy</h2>${MORE}</div></article></div>`,
  },
  {
    name: 'PaperMod, dark, with the contents in the article',
    page: (
      article,
      player,
    ) => `${head(':root{color-scheme:dark}body{background:#1d1e20;color:#dadadb;font:18px/1.6 sans-serif}main{max-width:720px;margin:auto}')}
<body class="dark"><header class="header"><nav class="nav"><a href="/">Tables</a></nav></header><main class="main"><article class="post-single"><header class="post-header"><h1 class="post-title entry-hint-parent">A table for the sea</h1><div class="post-description">Hardly any of the future is for sale.</div><div class="post-meta"><span>May 4</span></div></header>
<div class="toc"><details open><summary>Table of Contents</summary><div class="inner">${MORE}</div></details></div>${player}<div class="post-content">${article}</div><footer class="post-footer">${MORE}</footer></article></main>`,
  },
  {
    name: 'Ananke, with the player outside of the article',
    page: (article, player) => `${head('.nested-copy{max-width:34em}')}
<body class="ma0"><header class="cover bg-top"><h1>A table for the sea</h1></header><main class="pb7" role="main">${player}<article class="flex-l mw8 center"><header class="mt4 w-100"><h1 class="f1">A table for the sea</h1></header><div class="nested-copy-line-height lh-copy">${article}</div><aside class="w-30-l mt6-l">${MORE}</aside></article></main>`,
  },
  {
    name: 'a theme of divisions alone, in which letters are cut from words',
    page: (article, player) => `${head('.drop{float:left;font-size:3em}')}
<div id="top">${MORE}</div>${player}<div id="wrap"><div class="title">A table for the sea</div><div class="text">${article.replace(/<p>(?:<a[^>]*>)?([A-Z])/g, '<p><span class="drop">$1</span>')}</div></div>`,
  },
]

/** What stands between the paragraphs of blogs and is not spoken. */
const BETWEEN = [
  `<div class="ad"><a href="/buy">Buy a table for the sea today: the future is for sale</a></div>`,
  `<figure><svg width="200" height="100"></svg><figcaption>A tide table, and the harbour wall</figcaption></figure>`,
  `<div class="highlight"><pre><code>sea = moon + sun</code></pre></div>`,
]

/** The article with advertisements, figures, and footnotes in its sentences. */
export function interrupted(article: string): string {
  let count = 0
  return article.replaceAll('</p>', () => {
    const note = `<sup id="fnref:${count}"><a href="#fn:${count}">${count + 1}</a></sup>`
    return `${note}</p>${BETWEEN[count++ % BETWEEN.length] ?? ''}`
  })
}
