/** The two-letter codes of ISO 639-1. */
const CODES = new Set(
  (
    'aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da ' +
    'de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ' +
    'ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln ' +
    'lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi ' +
    'pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti ' +
    'tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu'
  ).split(' '),
)

const TAG = /^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$/

/** Whether a folder or a part of a file name is a language: `en`, `pt-br`. */
export function isLanguageCode(text: string): boolean {
  return /^[a-z]{2}(?:-[a-z]{2})?$/i.test(text) && CODES.has(text.slice(0, 2).toLowerCase())
}

/**
 * Reads a language tag as authors write it: `en`, `en_US`, `pt-BR`.
 *
 * @returns BCP 47, lower case.
 * @throws {RangeError} If it is not a tag, e.g. `English`.
 * @see https://www.rfc-editor.org/rfc/rfc5646
 */
export function parseLanguage(text: string): string {
  // POSIX locales name a character set after a dot: en_US.UTF-8
  const tag = text.trim().replace(/\..*$/, '').replaceAll('_', '-').toLowerCase()
  const [code = ''] = tag.split('-')
  if (!TAG.test(tag) || (code.length === 2 && !CODES.has(code))) {
    throw new RangeError(`expected a language tag such as cs or en-us, got "${text}"`)
  }
  return tag
}
