import { describe, expect, test } from 'vitest'
import type { Cue } from '../../src/posts/timed-text/cue.ts'
import { renderHtmlTranscript, renderPlainTranscript } from '../../src/render/transcript.ts'
import { exampleEpisode, exampleShow } from '../support/example-show.ts'

const BODY = `Voda *stoupá* dvakrát denně. Proč?

![Zátoka](/zatoka.jpg)

## Měsíc & voda

- Přitahuje **bližší** vodu.
- Vzdálenější ne.

| den | výška |
| --- | --- |
| pondělí | 4,2 m |

<p>Konec, <a href="/konec/">dál</a>.</p><script>alert(1)</script>
`

function cue(start: number, text: string, speaker: string | null = null): Cue {
  return { start, end: start + 2, speaker, text }
}

const READ = [
  cue(0.5, 'Příliv'),
  cue(3, 'Voda stoupá dvakrát denně.'),
  cue(5, 'Proč?'),
  cue(61, 'Měsíc a voda'),
  cue(64, 'Přitahuje bližší vodu.'),
  cue(70, 'Vzdálenější ne.'),
]
const TALK = [
  cue(0, 'Proč <b> & dvakrát?', 'Anna'),
  cue(75, 'Kvůli Měsíci.', 'Jan & syn'),
  cue(80, 'Aha.', 'Anna'),
]

function htmlOf(body: string, cues: readonly Cue[]): string {
  const page = renderHtmlTranscript(
    exampleShow(),
    exampleEpisode({ title: 'Příliv & odliv', body, cues }),
  )
  return /<body>\s*(.*?)\s*<\/body>/s.exec(page)?.[1]?.replaceAll(/\n\s+/g, '\n') ?? ''
}

describe('the transcript in HTML', () => {
  test('is the article, with its title', () => {
    const html = htmlOf(BODY, [])
    expect(html).toContain(
      '<h1>Příliv &amp; odliv</h1>\n<p>Voda <em>stoupá</em> dvakrát denně. Proč?</p>',
    )
    expect(html).toContain('href="https://www.example.org/konec/"')
    expect(html).not.toMatch(/<time|<cite|script|alert/)
  })

  test('says of each block when it is heard, and of what is not heard nothing', () => {
    expect(htmlOf(BODY, READ).match(/<time>.*?<\/time>\n<\w+>/g)).toEqual([
      '<time>0:03</time>\n<p>',
      '<time>1:01</time>\n<h2>',
      '<time>1:04</time>\n<ul>',
    ])
  })

  test('is what several people say, whatever the article is', () => {
    expect(htmlOf(BODY, TALK).split('\n')).toEqual([
      '<h1>Příliv &amp; odliv</h1>',
      '<cite>Anna:</cite>',
      '<time>0:00</time>',
      '<p>Proč &lt;b&gt; &amp; dvakrát?</p><cite>Jan &amp; syn:</cite>',
      '<time>1:15</time>',
      '<p>Kvůli Měsíci.</p><cite>Anna:</cite>',
      '<time>1:20</time>',
      '<p>Aha.</p>',
    ])
  })

  test('is a whole page in the language of the episode', () => {
    const page = renderHtmlTranscript(exampleShow(), exampleEpisode({ language: 'he' }))
    expect(page).toMatch(/^<!doctype html>\s*<html lang="he" dir="rtl">/)
    expect(page).toContain('<meta charset="utf-8" />')
  })
})

describe('the plain transcript', () => {
  test('is the article without its markup', () => {
    expect(
      renderPlainTranscript(
        exampleShow(),
        exampleEpisode({ title: 'Příliv & odliv', body: BODY, cues: READ }),
      ),
    ).toBe(
      `Příliv & odliv

Voda stoupá dvakrát denně. Proč?

Měsíc & voda

Přitahuje bližší vodu.

Vzdálenější ne.

den

výška

pondělí

4,2 m

Konec, dál.
`,
    )
  })

  test('has the text of HTML, line breaks and footnotes, and no code', () => {
    const body = '<div>One <b>two</b><br>three</div>\n\nNote[^1].\n\n```\ncode\n```\n\n[^1]: Below.'
    expect(
      renderPlainTranscript(exampleShow(), exampleEpisode({ title: 'T', body, cues: [] })),
    ).toBe('T\n\nOne two\nthree\n\nNote.\n\nBelow.\n')
  })

  test('is what is said where there is no article, or several people talk', () => {
    const said = 'Příliv\n\nAnna: Proč <b> & dvakrát?\nJan & syn: Kvůli Měsíci.\nAnna: Aha.\n'
    for (const body of ['', BODY]) {
      expect(
        renderPlainTranscript(exampleShow(), exampleEpisode({ title: 'Příliv', body, cues: TALK })),
      ).toBe(said)
    }
  })
})
