import {
  MOON,
  put,
  replace,
  SETTINGS,
  textOf,
  TIDES,
  WIND,
  withBody,
  type Mistake,
} from './edits.ts'
import type { Files } from './good-show.ts'

const GERMAN =
  'Das Meer kommt zweimal am Tag bis an die Hafenmauer, und zweimal am Tag geht es wieder fort. Wer an der Küste arbeitet, findet daran nichts Besonderes, aber wer aus den Bergen kommt, der steht da und schaut. Das Wasser hat keine Eile. Zuerst füllt es die kleinen Rinnen, dann die größeren, und am Ende nimmt es das ganze Watt mit einer langen grauen Bewegung. Ein Kind mit einem Eimer glaubt, dass man es mit einer Mauer aus Sand aufhalten könnte. Das geht nicht, aber die Mauer lohnt sich trotzdem, denn sie zeigt, wie hoch das Wasser heute Nacht stehen wird.'
const DUTCH =
  'De zee komt twee keer per dag tot aan de havenmuur, en twee keer per dag gaat zij weer weg. Wie aan de kust werkt, vindt dat niet bijzonder, maar wie uit de bergen komt, staat daar en kijkt. Het water heeft geen haast. Eerst vult het de kleine geulen, dan de grotere, en aan het einde neemt het de hele vlakte mee in een lange grijze beweging. Een kind met een emmer gelooft dat je het met een muur van zand zou kunnen tegenhouden. Dat kan niet, maar de muur is het bouwen waard, want hij laat zien hoe hoog het water vannacht zal staan.'

function clock(second: number): string {
  return `00:00:${String(second).padStart(2, '0')}.000`
}

/** A transcript that says a text, three seconds for each ten words. */
function cuesOf(text: string): string {
  const lines = text.match(/(?:\S+\s*){1,10}/g) ?? []
  const cues = lines.map(
    (line, at) => `${clock(3 * at)} --> ${clock(3 * at + 3)}\n${line.trim()}\n`,
  )
  return `WEBVTT\n\n${cues.join('\n')}`
}

function bodyOf(files: Files, file: string): string {
  return textOf(files, file).split('---\n\n')[1]?.trim() ?? ''
}

/** Texts and transcripts in another language than declared, or of another article. */
export const LANGUAGE_MISTAKES: readonly Mistake[] = [
  { name: 'a German text in an English show', rule: 'episode/language', edit: withBody(GERMAN) },
  { name: 'a Dutch text in an English show', rule: 'episode/language', edit: withBody(DUTCH) },
  {
    name: 'English texts in a German show',
    rule: 'episode/language',
    edit: replace(SETTINGS, 'language: en', 'language: de'),
  },
  {
    name: 'a German transcript in an English show',
    rule: 'transcript/language',
    edit: put('moon.vtt', cuesOf(GERMAN)),
  },
  {
    name: 'the transcript of another post',
    rule: 'transcript/other-article',
    edit: (files) => put('moon.vtt', cuesOf(bodyOf(files, WIND)))(files),
  },
  {
    name: 'two transcripts that were mixed up',
    rule: 'transcript/other-article',
    edit: (files) => {
      put('moon.vtt', cuesOf(bodyOf(files, TIDES)))(files)
      put('tides.vtt', cuesOf(bodyOf(files, MOON).toUpperCase()))(files)
    },
  },
]
