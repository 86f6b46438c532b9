import { describe, expect, test } from 'vitest'
import { findLanguage } from '../../src/settings/blog/find-language.ts'
import { surveyBlog } from '../../src/settings/blog/survey-blog.ts'
import { loadSettings } from '../../src/settings/load-settings.ts'
import { proposeSettings } from '../../src/settings/propose-settings.ts'
import { createPostReader } from '../../src/show/folder/read-posts.ts'
import { makeFolder } from '../support/folder.ts'

async function survey(files: Readonly<Record<string, string>>) {
  const folder = await makeFolder(files)
  const { settings } = await loadSettings(folder)
  if (settings === null) throw new Error('expected settings')
  const { results } = await createPostReader(folder).read(settings, null)
  return surveyBlog(folder, settings, results, null)
}

function post(text: string): string {
  return `---\ntitle: ${text.slice(0, 12)}\ndate: 2025-01-29\naudio: a.mp3\n---\n${text}\n\n\`\`\`js\nconst the = { of: and }\n\`\`\`\n`
}

const TEXTS: Readonly<Record<string, string>> = {
  pt: 'Esta semana falamos sobre o mar, as marés e a lua, e não esquecemos as pessoas que vivem da pesca.',
  de: 'In dieser Folge sprechen wir über das Meer, die Gezeiten und den Mond, und wer davon lebt.',
  he: 'בפרק הזה נדבר על הים, על הגאות והשפל ועל הירח, ועל האנשים שחיים מן הדיג לאורך החוף הצפוני.',
  ja: 'このエピソードでは、海と潮と月について話します。漁師の皆さんの暮らしについても聞いてみました。次回もどうぞお楽しみにしてください。',
  cs: 'V tomto díle mluvíme o moři, přílivu a Měsíci, a také o lidech, kteří žijí z rybolovu.',
  sk: 'V tejto časti hovoríme o mori, prílive a Mesiaci, a tiež o ľuďoch, ktorí žijú z rybolovu.',
  ru: 'В этом выпуске мы говорим о море, приливах и луне, а также о людях, которые живут рыбной ловлей.',
  zh: '本期节目我们谈谈海洋、潮汐和月亮，也谈谈以捕鱼为生的人们。他们每天清晨出海，傍晚才回到岸边，生活并不容易，但是他们热爱大海，也愿意和我们分享他们的故事。',
  fa: 'در این قسمت درباره دریا و جزر و مد و ماه صحبت می‌کنیم و درباره مردمی که از ماهیگیری زندگی می‌کنند.',
  en: 'In this episode we talk about the sea, the tides and the moon, and about those who live from it.',
}

describe('findLanguage', () => {
  test.each(Object.entries(TEXTS))('hears %s in the text of most posts', async (code, text) => {
    const others = code === 'en' ? 'de' : 'en'
    const found = await findLanguage(
      await survey({
        '1.md': post(text),
        '2.md': post(`<p>${text}</p> https://example.org/the-sea-and-the-moon ${text}`),
        '3.md': post(TEXTS[others] ?? ''),
        '4.md': post('OK.'),
      }),
    )
    expect(found).toEqual([{ name: 'language', value: code, from: 'the text of 2 of 3 posts' }])
  })

  test.each([
    { name: 'where two are as frequent', texts: [TEXTS['pt'], TEXTS['de']] },
    { name: 'where little is written', texts: ['Olá.', 'Só isso.'] },
    {
      name: 'of code',
      texts: ['```\nfor the people of the sea and the moon we talk about it all\n```'],
    },
  ])('proposes none $name', async ({ texts }) => {
    const files = texts.map((text, index) => [`${index}.md`, post(text ?? '')] as const)
    expect(await findLanguage(await survey(Object.fromEntries(files)))).toEqual([])
  })
})

describe('proposeSettings', () => {
  test('takes what castanet says of the feed', async () => {
    const said = proposeSettings(
      await survey({
        'hugo.toml': `title = "Tides"
[params.feed]
itunes_author = "Ann & Ben"
itunes_summary = "On the sea."
itunes_owner_name = "Ann"
itunes_owner_email = "ann@example.org"
itunes_image = "https://example.org/cover.jpg"
itunes_top_category = "Technology"
itunes_first_sub_category = ""
language = "en-us"
copyright = "Copyright 2020 Ann"
`,
        'content/a.md': post('Text'),
      }),
    )
    expect(Object.fromEntries(said.map(({ name, value }) => [name, value]))).toEqual({
      title: 'Tides',
      author: 'Ann & Ben',
      description: 'On the sea.',
      'owner.name': 'Ann',
      'owner.email': 'ann@example.org',
      image: 'https://example.org/cover.jpg',
      category: ['Technology'],
      language: 'en-us',
      copyright: 'Ann',
    })
  })
})
