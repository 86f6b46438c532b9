import type { Files } from './good-show.ts'

/** One mistake in the files of a good show, and the rule that it breaks. */
export interface Mistake {
  readonly name: string
  readonly rule: string
  /** What cannot but come with it. */
  readonly besides?: readonly string[]
  /** What the author does to the files. */
  readonly edit?: Edit
  /** What else is done to the folder that no text can hold. */
  readonly arrange?: (folder: string) => Promise<unknown>
}

/** What is done to the files of a show. */
export type Edit = (files: Files) => void

export const TIDES = '2026-05-04-tides.md'
export const MOON = '2026-05-11-moon.md'
export const WIND = '2026-05-18-wind.md'
export const SETTINGS = 'sidecast.yml'

export function textOf(files: Files, file: string): string {
  const text = files[file]
  if (typeof text !== 'string') throw new Error(`${file} is no text`)
  return text
}

/** Replaces one passage, which must be there. */
export function replace(file: string, from: string, to: string): Edit {
  return (files) => {
    const text = textOf(files, file)
    if (!text.includes(from)) throw new Error(`"${from}" is not in ${file}`)
    files[file] = text.replace(from, to)
  }
}

/** Adds a line to the front matter. */
export function line(file: string, text: string): Edit {
  return replace(file, 'title:', `${text}\ntitle:`)
}

export function body(file: string, text: string): Edit {
  return (files) => {
    files[file] = `${textOf(files, file)}\n${text}\n`
  }
}

export function put(file: string, content: string | Uint8Array): Edit {
  return (files) => {
    files[file] = content
  }
}

export function all(...edits: readonly Edit[]): Edit {
  return (files) => {
    for (const edit of edits) edit(files)
  }
}

export function withBody(text: string): Edit {
  return (files) => {
    const start = textOf(files, TIDES).indexOf('---\n\n') + '---\n\n'.length
    files[TIDES] = `${textOf(files, TIDES).slice(0, start)}${text}\n`
  }
}

/** A serial of three numbered parts. */
export function serial(tides: string, moon: string, wind: string): Edit {
  return all(
    replace(SETTINGS, 'language: en', 'language: en\ntype: serial'),
    ...[[TIDES, tides] as const, [MOON, moon] as const, [WIND, wind] as const].flatMap(
      ([file, number]) => (number === '' ? [] : [line(file, `episode: ${number}`)]),
    ),
  )
}
export function emptied(files: Files): void {
  for (const name of Object.keys(files)) if (name.endsWith('.md')) delete files[name]
}

export function append(file: string, text: string): Edit {
  return (files) => {
    files[file] = `${textOf(files, file)}${text}\n`
  }
}

export function withoutText(file: string): Edit {
  return (files) => {
    const text = textOf(files, file)
    files[file] = text.slice(0, text.indexOf('---\n\n') + '---\n'.length)
  }
}

export function rename(from: string, to: string): Edit {
  return (files) => {
    files[to] = files[from] ?? ''
    delete files[from]
  }
}
