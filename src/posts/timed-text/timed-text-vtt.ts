import { lazily, load } from '../../base/lazily.ts'
import type { TimedText, WrittenCue } from './cue.ts'
import { finishCues, parseTiming, speakerOf } from './cue.ts'
import { BlockError } from '../front-matter/values.ts'

const entities = lazily((): typeof import('entities') => load('entities'))

const SIGNATURE = /^WEBVTT(?:[ \t].*)?$/
const NO_CUE = /^(?:NOTE|STYLE|REGION)(?:[ \t]|$)/
const CLOCK = String.raw`(?:\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3}`
/** A timing line that browsers accept; they silently drop cues with other ones. */
const STRICT_TIMING = new RegExp(String.raw`^${CLOCK}[ \t]+-->[ \t]+${CLOCK}(?:[ \t]+\S.*)?[ \t]*$`)
const VOICE = /<v(?:\.[^\s<>]*)?[ \t]+([^<>]+)>/g
const TAG = /<[^<>]*>/g

interface Block {
  /** In the file, from 1. */
  readonly line: number
  readonly lines: readonly string[]
}

/**
 * Reads WebVTT: identifiers, settings, notes and styles are skipped, markup inside a cue becomes its text,
 * and a cue of several voices becomes one for each.
 *
 * @throws {BlockError} If a line is invalid.
 * @see https://www.w3.org/TR/webvtt1/#file-structure
 */
export function parseVtt(text: string): TimedText {
  const [head, ...blocks] = blocksOf(text)
  if (head?.line !== 1 || !SIGNATURE.test(head.lines[0] ?? '')) {
    const got = JSON.stringify((head?.lines[0] ?? '').slice(0, 40))
    throw new BlockError(`expected the first line to be WEBVTT, got ${got}`, 1)
  }
  const timed = [withoutHead(head), ...blocks].flatMap((block) => timedBlock(block) ?? [])
  return {
    cues: finishCues(timed.flatMap(cuesOf)),
    standard:
      head.lines.every((line) => !line.includes('-->')) &&
      timed.every(({ lines }) => STRICT_TIMING.test(lines[0] ?? '')),
  }
}

/** What is between blank lines. */
function blocksOf(text: string): Block[] {
  const blocks: { line: number; lines: string[] }[] = []
  let open: string[] | null = null
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') open = null
    else if (open !== null) open.push(line)
    else blocks.push({ line: index + 1, lines: (open = [line]) })
  }
  return blocks
}

/** A first cue directly under the signature; browsers treat it as a part of the header. */
function withoutHead({ lines }: Block): Block {
  const index = lines.findIndex((line) => line.includes('-->'))
  return index === -1 ? { line: 1, lines: [] } : { line: index + 1, lines: lines.slice(index) }
}

/** A block from its timing line; null if it is not a cue. */
function timedBlock({ line, lines }: Block): Block | null {
  const [first = '', second = ''] = lines
  if (first === '' || (NO_CUE.test(first) && !first.includes('-->'))) return null
  if (first.includes('-->')) return { line, lines }
  if (second.includes('-->')) return { line: line + 1, lines: lines.slice(1) }
  const got = JSON.stringify(first.slice(0, 60))
  throw new BlockError(
    `expected times such as 00:01:02.500 --> 00:01:05.000, got ${got}; leave no blank line inside a cue`,
    line,
  )
}

function cuesOf({ line, lines }: Block): WrittenCue[] {
  const times = parseTiming(lines[0] ?? '', line)
  const arrow = lines.findIndex((text, index) => index > 0 && text.includes('-->'))
  if (arrow !== -1) {
    throw new BlockError('expected a blank line before the next cue, got none', line + arrow)
  }
  return voicesOf(lines.slice(1).join('\n')).map((voice) => ({ ...times, ...voice, line }))
}

/** The words of a cue by speaker. */
function voicesOf(payload: string): { speaker: string | null; text: string }[] {
  const voices = payload.matchAll(VOICE).toArray()
  const spans = voices.map(({ 0: tag, 1: name = '', index }, place) => ({
    speaker: speakerOf(entities().decodeHTML(name)),
    text: plainOf(payload.slice(index + tag.length, voices[place + 1]?.index)),
  }))
  const before = plainOf(payload.slice(0, voices[0]?.index))
  return [{ speaker: null, text: before }, ...spans].filter(
    ({ text }, index) => index > 0 || text.trim() !== '' || spans.length === 0,
  )
}

function plainOf(markup: string): string {
  const text = markup.replaceAll(TAG, '')
  return text.includes('&') ? entities().decodeHTML(text) : text
}
