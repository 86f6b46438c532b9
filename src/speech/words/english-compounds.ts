import { spelt } from './english-numbers.ts'
import { MONTH_NAMES } from './english-rules.ts'
import { applyRules, type Rule } from './spoken-language.ts'

const WEEKDAYS = 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(' ')
const WEEKDAY = WEEKDAYS.map((day) => day.slice(0, 3)).join('|')
const WEEKDAYS_BETWEEN = new RegExp(
  String.raw`(?<!\p{L})(${WEEKDAY})[a-z]{0,2}\.?[ \u00A0]?[–-][ \u00A0]?(${WEEKDAY})[a-z]{0,2}(?!\p{L})`,
  'gu',
)
const PHONES =
  /(?<![\p{L}\d-])(?:\+?(1)[ .-])?(?:\((\d{3})\)[ ]?|(\d{3})-)?(\d{3})-(\d{4})(?![\d-])/gu
const ADDRESS_OF_HOST = /(?<![\d.])(\d{1,3}(?:\.\d{1,3}){3})(?::(\d{2,5}))?(?!\d|\.\d)/g
const SLASHED_DATE = /(?<![\d/])(\d{1,2})\/(\d{1,2})\/(\d{4})(?![\d/])/g

/** What is written in one way and read in another, in the order in which it is applied. */
const RULES: readonly Rule[] = [
  // "2× cheaper"; between two numbers the sign is another one
  [/(?<![\p{L}\d.,])(\d+(?:\.\d)?)[ ]?[x×](?![\p{L}\d])(?! *\d)/gu, '$1 times'],
  [/(?<![\p{L}\d])9-1-1(?!\d)/gu, 'nine one one'],
  // "90's", and "the 90s", which are no seconds
  [/(?<![\p{L}\d'’])([2-9]0)['’]s(?!\p{L})/gu, '’$1s'],
  [/(?<=(?<!\p{L})(?:the|early|late|mid)[ -])([2-9]0)s(?!\p{L})/giu, '’$1s'],
  [/(?<=\d(?:st|nd|rd|th))[ ]?[–-][ ]?(?=\d+(?:st|nd|rd|th))/gu, ' to '],
  [/(?<=\d:[0-5]\d|\d ?[ap]\.?m\.?)[ ]?[–-][ ]?(?=\d{1,2}(?::[0-5]\d| ?[ap]\.?m))/giu, ' to '],
  [/(?<=\d)[ ]?bn(?!\p{L})/gu, ' billion'],
  [/(?<!\p{L})US(?=\$\d)/gu, ''],
  [/(?<!\p{L})A\$(\d+(?:,\d{3})*)(?![\d.]|\p{L})/gu, '$1 Australian dollars'],
  [/(?<!\p{L})C\$(\d+(?:,\d{3})*)(?![\d.]|\p{L})/gu, '$1 Canadian dollars'],
  [/50\/50/g, 'fifty-fifty'],
  [/(?<=(?:rat|scor)\p{L}* (?:of |it |at )?)(\d+)\/(5|10|100)(?![\d/])/gu, '$1 out of $2'],
  [/(?<=^|[\s(])>(?=\d)/gu, 'more than '],
  [/(?<=^|[\s(])<(?=\d)/gu, 'less than '],
  [/(?<=\p{Lu}\p{Ll}+ )St\.(?! ?\p{Lu})/gu, 'Street'],
  [/(?<!\p{L})(\p{Lu})\.(?=\d)/gu, '$1 '],
]

/** Writes what is read in another way as it is read, before anything else is spelled out. */
export function spellCompounds(text: string): string {
  return applyRules(
    text
      .replace(PHONES, (_, ...groups: (string | undefined)[]) =>
        groups
          .slice(0, 5)
          .flatMap((group) => (group === undefined ? [] : [spelt(group)]))
          .join(', '),
      )
      .replace(ADDRESS_OF_HOST, (_, host: string, port?: string) => {
        const said = host.replaceAll('.', ' dot ')
        return port === undefined ? said : `${said} port ${port}`
      })
      .replace(SLASHED_DATE, slashedDate)
      .replace(
        WEEKDAYS_BETWEEN,
        (_, from: string, to: string) => `${weekday(from)} to ${weekday(to)}`,
      ),
    RULES,
  )
}

function weekday(short: string): string {
  return WEEKDAYS.find((each) => each.startsWith(short)) ?? short
}

/** A date in figures whose month is certain: Americans write it first, others second. */
function slashedDate(whole: string, first: string, second: string, year: string): string {
  const [a, b] = [Number(first), Number(second)]
  if (a <= 12 && b <= 12 && a !== b) return whole
  const [month, number] = a > 12 ? [b, a] : [a, b]
  return month > 12 ? whole : `${MONTH_NAMES[month - 1]?.[1] ?? ''} ${number}, ${year}`
}
