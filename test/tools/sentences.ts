const ABBREVIATIONS: Readonly<Record<string, string>> = {
  cs: 'Ing Mgr Bc Dr MUDr JUDr PhDr RNDr prof doc gen sv nám ul tř str č obr tab kap odst čl sb roč tel např tzv tzn mj tj resp popř cca max min',
  en: 'Mr Mrs Ms Dr Prof Sr Jr St No Fig Vol vs pp cf al Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Gen Col Capt Rev Inc Ltd approx',
}
/** `J.` of a name, but not the numeral of `Karel I.` */
const INITIAL = /(?:^|[\s\("„“])(?:[\p{Lu}--[IVX]]|(?<!\p{Lu}\p{Ll}+ )[IVX])\.$/v
const STARTS_LOWER = /^[\s"'“”„»«(]*\p{Ll}/u

/**
 * Cuts one block of text into the sentences that are spoken and shown as one.
 *
 * `Intl.Segmenter` misses no boundary but sees too many: after `str.`, after initials and after a
 * quotation that its sentence outlives. Those are joined again.
 *
 * @returns Trimmed, none of them empty; together they are the text without the white space between.
 */
export function splitSentences(text: string, language: string): string[] {
  const segmenter = new Intl.Segmenter(language, { granularity: 'sentence' })
  const sentences: string[] = []
  for (const { segment } of segmenter.segment(text)) {
    const last = sentences.at(-1)
    if (last !== undefined && belongTogether(last, segment, language)) {
      sentences[sentences.length - 1] = last + segment
    } else {
      sentences.push(segment)
    }
  }
  return sentences.map((sentence) => sentence.trim()).filter((sentence) => sentence !== '')
}

function belongTogether(before: string, after: string, language: string): boolean {
  const end = before.trimEnd()
  return endsInAbbreviation(end, language) || INITIAL.test(end) || STARTS_LOWER.test(after)
}

function endsInAbbreviation(text: string, language: string): boolean {
  const word = /([\p{L}]+)\.$/u.exec(text)?.[1]
  return word !== undefined && (ABBREVIATIONS[language]?.split(' ').includes(word) ?? false)
}
