import { type Rule, erasing, fit, matchesOf, rangeOf, pairsOf } from './residue-draft.ts'
import { VERSE_LINE } from './verse.ts'

const ATTRIBUTE = String.raw`(?:[.#][\p{L}\p{N}_:.-]+|[\w-]+=(?:"[^"{}\n]*"|'[^'{}\n]*'|[^\s"'{}]+)|toc|standalone)`
const LIST = String.raw`[ \t]*${ATTRIBUTE}(?:[ \t]+${ATTRIBUTE}){0,20}[ \t]*`
const CONTENTS = /^[ \t]*(?:[-+*]|\d{1,9}[.)])[ \t][^\n]*\n[ \t]*\{:[ \t]*toc\b[^{}\n]*\}[ \t]*$/gm
const LINE = new RegExp(String.raw`^[ \t]*(?!${VERSE_LINE})\{:?${LIST}\}(?=[ \t]*$)`, 'gmu')
const DEFINITION = new RegExp(String.raw`^[ \t]*\{:[\w-]+:${LIST}\}(?=[ \t]*$)`, 'gmu')
const AFTER_SPAN = new RegExp(String.raw`(?<=[)\]*_>\x60~])\{:?${LIST}\}`, 'gu')
const OF_ITEM = new RegExp(String.raw`(?<=^[ \t]*(?:[-+*]|\d{1,9}[.)])[ \t]+)\{:${LIST}\}`, 'gmu')
const AFTER_HEADING = new RegExp(
  String.raw`(?<=^[ \t]{0,3}#{1,6}[ \t][^{}\n]{0,500})\{:?${LIST}\}(?=[ \t]*#*[ \t]*$)`,
  'gmu',
)
/** Before a blank line, the next item, or the end; a place of its own, a class or an id comes first. */
const AFTER_BLOCK = new RegExp(
  String.raw`(?<=\S)[ \t]+\{:?[ \t]*(?=[.#]\p{L}|[\w-]+=["'])${LIST}\}(?=[ \t]*\r?(?:\n[ \t>]*\r?(?:\n|(?:[-+*]|\d{1,9}[.)])[ \t]|(?![^]))|(?![^])))`,
  'gu',
)
const EXTENSION = /\{:(?::(\w+)[^{}\n]*?(\/)?|\/(\w*))\}/g
const MARKERS =
  /^[ \t]*(?:\[toc\]|\[\[toc\]\]|\[\[_toc_\]\]|\$\{toc\}|\{\{[ \t]*toc[ \t]*\}\})(?=[ \t]*$)/gim
const TOC_COMMENT =
  /<!--[ \t]*(?:(start doctoc)\b[^<>]*|(end doctoc)\b[^<>]*|(toc)|(?:\/toc|(?:toc ?stop)))[ \t]*-->/gi

/** `{::comment}…{:/comment}` is not printed; of every other extension only the tags are removed. */
const extensions: Rule = (draft) => {
  const tags = matchesOf(EXTENSION, draft).map((match) => ({
    ...rangeOf(match),
    name: match[1] ?? match[3] ?? '',
    closing: match[3] !== undefined,
    alone: match[2] !== undefined,
  }))
  const comments = pairsOf(tags.filter(({ alone }) => !alone))
    .filter(({ open }) => open.name === 'comment')
    .map(({ open, close }) => ({ start: open.start, end: close.end }))
  return [...comments, ...tags]
    .toSorted((a, b) => a.start - b.start || b.end - a.end)
    .map(({ start, end }) => ({ start, end, text: fit('', draft.text.slice(start, end)) }))
}

/** A table of contents that a tool has written into the post, between two comments. */
const writtenContents: Rule = (draft) => {
  const tags = matchesOf(TOC_COMMENT, draft).map((match) => ({
    ...rangeOf(match),
    name: (match[1] ?? match[2]) === undefined ? 'toc' : 'doctoc',
    closing: match[1] === undefined && match[3] === undefined,
  }))
  return pairsOf(tags).map(({ open: { start }, close: { end } }) => ({
    start,
    end,
    text: fit('', draft.text.slice(start, end)),
  }))
}

/**
 * The syntax that kramdown adds to Markdown (and in part Goldmark, Pandoc and markdown-it-attrs): attribute
 * lists after a heading, a span, a block or a bullet, extensions, and the placeholder of the table of
 * contents with its list item. `{:ok}` and the like in a text are not attributes and stay. The attribute line
 * that makes a block verse stays for `verse`.
 *
 * @see https://kramdown.gettalong.org/syntax.html#attribute-list-definitions
 */
export const KRAMDOWN: readonly Rule[] = [
  extensions,
  erasing(CONTENTS),
  erasing(DEFINITION),
  erasing(LINE),
  erasing(AFTER_SPAN),
  erasing(OF_ITEM),
  erasing(AFTER_HEADING),
  erasing(AFTER_BLOCK),
  erasing(MARKERS),
  writtenContents,
]
