import { withoutCode } from './article/body-audio.ts'

const TAG = /(?<=^|\s)#([\p{L}\p{N}_/-]{1,100})(?![\p{L}\p{N}_/-])/gmu
const MOST_TAGS = 50

/** A note of an Obsidian vault is called as its file is. @param file Its path. */
export function titleOfNote(file: string): string {
  return file
    .slice(file.lastIndexOf('/') + 1)
    .replace(/\.[^.]+$/, '')
    .normalize('NFC')
    .trim()
}

/**
 * What a note is about: the tags of its properties, whose `#` may be left out, and those in its text.
 *
 * @see https://help.obsidian.md/tags
 */
export function tagsOfNote(properties: readonly string[], body: string): readonly string[] {
  const inText = body.includes('#') ? [...withoutCode(body).matchAll(TAG)] : []
  const names = inText.map(([, name = '']) => name).filter((name) => /\D/.test(name))
  const all = [...properties.map((label) => label.replace(/^#/, '')), ...names.slice(0, MOST_TAGS)]
  return [...new Set(all)]
}
