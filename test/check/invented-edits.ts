import { all, append, line, SETTINGS, textOf, type Edit } from './edits.ts'

/**
 * A mistake that was thought of before the rules were looked at: what an author does, the rule by which
 * it is found, and what its sentence or its fix says.
 */
export type InventedRow = readonly [name: string, edit: Edit, rule: string, says: RegExp]

/** Writes one setting as text, in the place of the one that is there. */
export function set(name: string, value: string): Edit {
  return (files) => {
    const before = textOf(files, SETTINGS)
    const old = new RegExp(`^${name}:.*\n`, 'm')
    const row = `${name}: ${value}\n`
    files[SETTINGS] = old.test(before) ? before.replace(old, () => row) : before + row
  }
}

/** Takes one setting away. */
export function unset(name: string): Edit {
  return (files) => {
    files[SETTINGS] = textOf(files, SETTINGS).replace(new RegExp(`^${name}:.*\n`, 'm'), '')
  }
}

/** Writes one key of the front matter, in the place of the one that is there. */
export function key(file: string, name: string, value: string): Edit {
  return (files) => {
    const before = textOf(files, file)
    const old = new RegExp(`^${name}:.*\n`, 'm')
    if (old.test(before)) files[file] = before.replace(old, () => `${name}: ${value}\n`)
    else line(file, `${name}: ${value}`)(files)
  }
}

/** Takes one key of the front matter away. */
export function unkey(file: string, name: string): Edit {
  return (files) => {
    files[file] = textOf(files, file).replace(new RegExp(`^${name}:.*\n`, 'm'), '')
  }
}

/** Names a recording on another host with all that needs to be known of it, so that nothing is fetched. */
export function remote(file: string, url: string): Edit {
  return all(key(file, 'audio', url), key(file, 'bytes', '1000000'), key(file, 'duration', '39'))
}

/** Adds a paragraph to the text. */
export function text(file: string, paragraph: string): Edit {
  return append(file, `\n${paragraph}\n`)
}
