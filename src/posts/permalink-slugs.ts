import anyAscii from 'any-ascii'

const OTHER_ALPHABET = /[^\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]/u

/**
 * Removes diacritics from Latin letters. Letters of other scripts are transliterated differently by each
 * generator, so an address made of them would be a guess.
 *
 * @throws {RangeError} If there are such letters.
 */
function spellLatin(text: string): string {
  if (!OTHER_ALPHABET.test(text)) return anyAscii(text)
  throw new RangeError(
    `the blog spells "${text}" in Latin letters, in a way that is not supported; write slug: … in those letters`,
  )
}

/** Zola's slugs: ASCII letters and digits, all else becomes `-`. @see https://docs.rs/slug */
export function zolaSlug(text: string): string {
  return spellLatin(text)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
}

/** Slugs of Pelican and Nikola, which keep `_`. @see https://docs.getpelican.com/en/stable/settings.html */
export function pythonSlug(text: string): string {
  return spellLatin(text)
    .replaceAll(/[^\w\s-]/g, '')
    .trim()
    .toLowerCase()
    .replaceAll(/[-\s]+/g, '-')
}

/** Ids in Astro's collections: GitHub's slug of each folder and of the name. */
export function githubSlug(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-')
}

/** Slugs of Hexo: letters of any alphabet, Latin ones without marks, in their case. */
export function hexoSlug(text: string): string {
  return text
    .replaceAll(/\p{Script=Latin}/gu, (letter) => anyAscii(letter))
    .replaceAll(/[\s\p{Cc}`~!@#$%^&*()\-_+=[\]{}|\\;:"'“”‘’<>,.?/]+/gu, '-')
    .replaceAll(/^-|-$/g, '')
}

/**
 * The filters `slugify` and `slug` of Eleventy, for texts that both of them give the same result for in all
 * versions.
 *
 * @throws {RangeError} For other texts.
 * @see https://www.11ty.dev/docs/filters/slugify/
 */
export function eleventySlug(text: string): string {
  if (/['’&]|[\p{Ll}\p{Nd}]\p{Lu}|\p{Lu}{2}\p{Ll}/u.test(text)) {
    throw new RangeError(
      `what Eleventy makes of "${text}" differs between its versions; write permalink: and the address that comes out`,
    )
  }
  return zolaSlug(text)
}
