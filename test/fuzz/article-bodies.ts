import { randomNumbers } from '../audio/corpus/recipe.ts'

type Chance = () => number

/** Pieces of articles as people write them, and as programs leave them. `¶` ends a line. */
const WRITTEN = [
  'The sea comes up to the wall. ',
  'Příliš žluťoučký kůň. ',
  '海は青い。',
  'שלום עולם ',
  '🌊',
  '[tides](https://www.example.org/tides)',
  '![The moon](moon.png "far")',
  '<img src="a.png" alt="a">',
  '**bold** and *not*',
  '`code`',
  '&amp; &nbsp; &#8211; &bogus;',
  'https://www.example.org/?a=b&c=(d)',
  '¶¶',
  '¶',
  '¶# Heading¶',
  '¶Title¶===¶',
  '¶- an item¶- another¶  - below¶',
  '¶1. one¶2. two¶',
  '¶> quoted¶> on¶',
  '¶```js¶let a = 1¶```¶',
  '¶    indented¶',
  '¶| a | b |¶|---|---|¶| 1 | 2 |¶',
  '¶<div class="x">¶¶*a*¶¶</div>¶',
  '<b>bold <i>both</b> slanted</i>',
  '<!-- more -->',
  '<script>alert(1)</script>',
  '<iframe src="https://www.example.org/"></iframe>',
  '¶00:00 Start¶01:30 Middle¶1:02:03 End¶',
  '[00:25](#t=00:25)',
  '{{ page.title }}',
  '{% include a.html %}',
  '{{< youtube abc >}}',
  '{: .class #id}',
  ':::note¶a¶:::¶',
  '<Player src={a} />',
  "¶import A from './a'¶",
  '[[wiki|link]]',
  '==mark==',
  '> [!NOTE]¶> a¶',
  'a[^1]¶¶[^1]: note¶',
  'term¶: meaning¶',
  '<audio src="a.mp3"></audio>',
  '\0',
  '\u202E',
  '\uFEFF',
  '\uD800',
]

/** Marks that readers of Markdown and HTML look for the other half of. */
const MARKS =
  '* ** _ __ ~ ~~ ` ``` [ ] ( ) ]( ]: ![ [^ < > </ <! <? <!-- --> <![CDATA[ <b> </b> <p> <div> </div> <table> <td> <a> <svg> <math> <template> & &# \\ | - + # = " \' {{ }} {% %} {: } : ::: $ ^ @ 1. 1:00 ¶ · '
    .trim()
    .split(' ')
    .map((mark) => mark.replaceAll('·', ' '))

function pick<Item>(items: readonly Item[], chance: Chance): Item {
  const item = items[Math.floor(chance() * items.length)]
  if (item === undefined) throw new RangeError('expected something to pick from')
  return item
}

/** So many of something small, rarely of something large. */
function count(most: number, chance: Chance): number {
  return 1 + Math.floor(chance() ** 4 * most)
}

function phrase(chance: Chance): string {
  const kind = chance()
  if (kind < 0.45) return pick(WRITTEN, chance)
  if (kind < 0.7) return pick(MARKS, chance)
  const [mark, other] = [pick(MARKS, chance), pick(MARKS, chance)]
  if (kind < 0.8) return mark.repeat(count(400, chance))
  if (kind < 0.9) return (mark + other).repeat(count(300, chance))
  const times = count(200, chance)
  return `${mark.repeat(times)}a${other.repeat(times)}`
}

/** Damages a text as editors and converters do: a part twice, a part gone, or two parts swapped. */
function damage(text: string, chance: Chance): string {
  const [from, to] = [chance(), chance()]
    .map((part) => Math.floor(part * text.length))
    .toSorted((a, b) => a - b)
  const [head, part, tail] = [text.slice(0, from), text.slice(from, to), text.slice(to)]
  const kind = chance()
  if (kind < 0.3) return head + tail
  if (kind < 0.6) return head + part + part + tail
  return tail + part + head
}

/** The article of that number, always the same one: up to some 20 KB, mostly much less. */
export function articleBody(number: number): string {
  const chance = randomNumbers(number)
  const phrases = Array.from({ length: count(120, chance) }, () => phrase(chance))
  const text = phrases.join(chance() < 0.3 ? ' ' : '').replaceAll('¶', '\n')
  return chance() < 0.3 ? damage(text, chance) : text
}
