/** Pages of blogs around an article, built as common themes of Hugo and Jekyll build theirs. */

export interface Theme {
  readonly name: string
  readonly page: (article: string, player: string) => string
}

/** As docs/embed.md has it, so that nothing moves when the player comes. */
const RESERVED = `sidecast-player { --sidecast-room: 118px; display: block; min-block-size: var(--sidecast-room); margin-block: 24px }
@media (max-width: 500px) { sidecast-player { --sidecast-room: 180px } }
@media (max-width: 340px) { sidecast-player { --sidecast-room: 240px } }`

const head = (css: string): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>A table for the sea</title><link rel="icon" href="data:,"><style nonce="page">${RESERVED}${css}</style>`

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
  {
    name: 'Stack, in cards, with letters in capitals by the style',
    page: (
      article,
      player,
    ) => `${head('body{background:#f5f5fa;font:1.7rem/1.7 "Droid Serif",serif}.main-article{background:#fff;border-radius:10px;box-shadow:0 2px 8px #0003;padding:1em;max-width:60ch;margin:2em auto}.article-title,h2{text-transform:uppercase;letter-spacing:.1em}@media(prefers-color-scheme:dark){body{background:#303030;color:#eee}.main-article{background:#424242}:root{color-scheme:dark}}')}
<body><div class="container main-container"><aside class="sidebar left-sidebar"><nav><ol class="menu"><li><a href="/">Home of the tables</a></li></ol></nav></aside><main class="main full-width"><article class="main-article"><header class="article-header"><div class="article-details"><h1 class="article-title">A table for the sea</h1><footer class="article-time"><time>May 04, 2026</time> · 6 minute read</footer></div></header>${player}<section class="article-content">${article}</section><footer class="article-footer"><section class="article-tags"><a href="/t">sea</a></section></footer></article><aside class="related-content">${MORE}</aside></main></div>`,
  },
  {
    name: 'Hugo Book, between two menus that stay',
    page: (
      article,
      player,
    ) => `${head('*{box-sizing:border-box}body{margin:0;font:16px/1.6 sans-serif}.container{display:flex;max-width:80rem;margin:auto}.book-menu,.book-toc{flex:0 0 16rem;position:sticky;top:0;height:100vh;overflow-y:auto}.book-page{min-width:0;flex:1;padding:1rem}@media(max-width:56rem){.book-menu,.book-toc{display:none}}')}
<main class="container flex"><aside class="book-menu"><nav>${MORE}</nav></aside><div class="book-page"><header class="book-header"><strong>A table for the sea</strong></header>${player}<article class="markdown book-article"><h1>A table for the sea</h1>${article}</article><footer class="book-footer"><a href="/next">Hardly any of the future is for sale</a></footer></div><aside class="book-toc"><nav id="TableOfContents">${MORE}</nav></aside></main>`,
  },
  {
    name: 'Terminal, in one width of letters, with signs before headings',
    page: (
      article,
      player,
    ) => `${head(':root{color-scheme:dark}body{background:#1d1e28;color:#fff;font:1rem/1.54 "Fira Code",monospace;margin:0}.container{max-width:864px;margin:auto;padding:20px}h1::before,h2::before{content:"# ";color:#78e2a0}p{word-break:break-word}a{color:#78e2a0}')}
<body><div class="container"><header class="header"><div class="logo">table</div></header><div class="content"><main class="post"><h1 class="post-title"><a href="/x">A table for the sea</a></h1><div class="post-meta"><time>2026-05-04</time></div>${player}<div class="post-content"><div>${article}</div></div><div class="pagination"><a href="/n">Hardly any of the future is for sale</a></div></main></div></div>`,
  },
  {
    name: 'Chirpy, which wraps what comes between and opens its contents late',
    page: (
      article,
      player,
    ) => `${head('body{margin:0;font:17px/1.75 "Source Sans Pro",sans-serif}#sidebar{display:none}.content{content-visibility:auto;contain-intrinsic-size:auto 4000px;hyphens:auto}.content p{text-align:justify}@media(min-width:850px){#sidebar{display:block;position:fixed;inset:0 auto 0 0;width:260px;background:#f6f8fa}#main-wrapper{margin-left:260px}}@media(prefers-color-scheme:dark){:root{color-scheme:dark}body{background:#1b1b1e;color:#afb0b1}#sidebar{background:#1e1e1e}}')}
<body><aside id="sidebar"><nav>${MORE}</nav></aside><div id="main-wrapper"><div class="container"><main aria-label="Main Content"><article class="px-1"><header><h1 data-toc-skip>A table for the sea</h1></header>${player}<div id="toc-bar"><button type="button">A table for the sea</button></div><div class="content">${article.replace(/<(pre|table)/g, '<div class="table-wrapper"><$1').replace(/<\/(pre|table)>/g, '</$1></div>')}</div><div class="post-tail-wrapper">${MORE}</div></article></main></div></div>`,
  },
  {
    name: 'Hyde, with a bar that stays and soft hyphens in long words',
    page: (
      article,
      player,
    ) => `${head('html{font-size:20px}body{margin:0;font:1rem/1.6 "PT Serif",Georgia,serif}.sidebar{background:#202020;color:#ccc;padding:1rem}.sidebar a{color:#fff}@media(min-width:58em){.sidebar{position:fixed;top:0;bottom:0;left:0;width:18rem}.content{margin:0 2rem 0 20rem;max-width:38rem}}')}
<body><div class="sidebar"><div class="container sidebar-sticky"><div class="sidebar-about"><a href="/">A table for the sea and other tables</a></div></div></div><div class="content container"><div class="post"><h1 class="post-title">A table for the sea</h1><span class="post-date">04 May 2026</span>${player}${article.replace(/\b([a-z]{5})([a-z]{5,})\b(?![^<]*>)/g, '$1&shy;$2')}</div></div>`,
  },
  {
    name: 'al-folio, in two columns, with notes in the margin',
    page: (
      article,
      player,
    ) => `${head('body{margin:0;font:16px/1.5 Roboto,sans-serif}.container{max-width:930px;margin:auto;padding:1em}.sidenote{float:right;clear:right;width:30%;font-size:.8em}@media(min-width:900px){.columns{columns:2}}@media(prefers-color-scheme:dark){:root{color-scheme:dark}body{background:#1c1c1d;color:#e8e8e8}}')}
<body class="fixed-top-nav"><header><nav id="navbar"><a href="/">About tables</a></nav></header><div class="container mt-5" role="main"><div class="post"><header class="post-header"><h1 class="post-title">A table for the sea</h1></header>${player}<article class="post-content columns"><div id="markdown-content">${article.replaceAll('</p><figure>', '<aside class="sidenote">Hardly any of the future is a table.</aside></p><figure>')}</div></article></div></div><footer class="fixed-bottom"></footer>`,
  },
  {
    name: 'a page that does its worst to all that is in it, each word for itself',
    page: (
      article,
      player,
    ) => `${head('html{font-size:62.5%}body{margin:0 1em;line-height:0;letter-spacing:2px;font:1.6rem/1.5 serif}main *{float:none!important;transition:all 1s!important}main button,main input,main select,main a{all:unset!important;color:red!important;position:static!important}sidecast-player{color:lime!important;font:40px monospace!important;text-transform:uppercase!important}.w{display:inline-block}')}
<body><main><h1>A table for the sea</h1>${player}<section>${article.replace(/(?<![&<\w-])(\w+)(?![^<]*>)(?!\w*;)/g, '<span class="w">$1</span>')}</section></main>`,
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
