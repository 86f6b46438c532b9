import { unknownDirective } from './permalink-fields.ts'

const EXPRESSION = /\{\{-?\s*([^{}]*?)\s*-?\}\}/g
const VALUE = /^([\w.]+)((?:\s*\|\s*\w+(?:\s*(?::\s*|\()(["'])[^"']*\3\)?)?)*)$/
const FILTER = /\|\s*(\w+)(?:\s*(?::\s*|\()(["'])([^"']*)\2)?/g

/** Eleventy's variables → the fields of a pattern. */
const FIELDS: Readonly<Record<string, string>> = {
  'page.fileSlug': 'file_slug',
  'page.filePathStem': 'file_path_stem',
  'page.date': 'date',
}

/**
 * Converts a template that makes an address of simple parts, such as `/blog/{{ page.fileSlug }}/` or `/{{
 * title | slugify }}/`. Templates are never run.
 *
 * @returns A pattern.
 * @throws {RangeError} If it contains more than variables with supported filters.
 * @see https://www.11ty.dev/docs/permalinks/
 */
export function parseTemplate(template: string): string {
  const pattern = template.replaceAll(EXPRESSION, (_, expression: string) => {
    const [, name = '', filters = ''] = VALUE.exec(expression) ?? []
    const field = FIELDS[name] ?? name.replace(/^page\./, '?')
    const format = formatOf(field, filters)
    if (format === null || !/^[\w.]+$/.test(field)) throw tooMuch(template)
    return `{${field}:${format}}`
  })
  if (/\{[{%]|[%}]\}/.test(pattern)) throw tooMuch(template)
  return pattern
}

function formatOf(field: string, filters: string): string | null {
  const [first, ...more] = [...filters.matchAll(FILTER)]
  if (more.length > 0) return null
  const [, filter, , argument = ''] = first ?? []
  if (field === 'date') {
    return filter === 'date' && argument !== '' && unknownDirective(argument) === null
      ? argument
      : null
  }
  if (filter === undefined) return 'raw'
  return ['slugify', 'slug'].includes(filter) ? 'slugify' : null
}

function tooMuch(template: string): RangeError {
  return new RangeError(
    `expected a path or URL, got the template "${template}"; write the address that comes out of it`,
  )
}
