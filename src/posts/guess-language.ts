import { francAll } from 'franc'

/** The languages that are distinguished: those in which people write blogs and for which there is data. */
const LANGUAGES =
  'afr als amh arb azj bel ben bul cat ces dan deu ekk ell eng eus fin fra glg guj hau heb hin hrv hun ind isl ita jpn kan kat kaz khm kor lao lit lvs mal mar mkd mya nep nld nno nob pan pes pol por ron rus sin slk slv spa srp swe swh tam tel tgl tha tur ukr urd uzn vie cmn'.split(
    ' ',
  )

/**
 * The languages that a text may be in, by its letters: the likeliest first, with 1, then the others
 * with a likelihood below 1. Empty if the text is too short.
 */
export function guessLanguages(text: string): readonly (readonly [string, number])[] {
  return francAll(text, { only: LANGUAGES })
    .filter(([code]) => code !== 'und')
    .map(([code, likeness]) => [Intl.getCanonicalLocales(code)[0] ?? code, likeness])
}
