import { francAll } from 'franc'

/** Languages that are told apart: those that people write blogs in and that have data to go by. */
const LANGUAGES =
  'afr als amh arb azj bel ben bul cat ces dan deu ekk ell eng eus fin fra glg guj hau heb hin hrv hun ind isl ita jpn kan kat kaz khm kor lao lit lvs mal mar mkd mya nep nld nno nob pan pes pol por ron rus sin slk slv spa srp swe swh tam tel tgl tha tur ukr urd uzn vie cmn'.split(
    ' ',
  )

/**
 * The languages that a text may be in, by its letters: the likeliest first, which is 1, then the others
 * below 1 by how alike they are. Empty where the text says too little.
 */
export function guessLanguages(text: string): readonly (readonly [string, number])[] {
  return francAll(text, { only: LANGUAGES })
    .filter(([code]) => code !== 'und')
    .map(([code, likeness]) => [Intl.getCanonicalLocales(code)[0] ?? code, likeness])
}
