/** A cue as a player reads it. */
export interface VttCue {
  /** Seconds. */
  readonly start: number
  readonly end: number
  /** Its lines joined, character references resolved. */
  readonly text: string
}

const TIMING = /^(\d{2}):(\d{2}):(\d{2}\.\d{3}) --> (\d{2}):(\d{2}):(\d{2}\.\d{3})$/

/** Reads plain WebVTT strictly: no settings, notes or identifiers, nothing but cues. */
export function readVtt(vtt: string): VttCue[] {
  const [signature, ...blocks] = vtt.trimEnd().split('\n\n')
  if (signature !== 'WEBVTT') throw new Error(`expected WEBVTT, got "${signature}"`)
  return blocks.map((block) => {
    const [timing = '', ...lines] = block.split('\n')
    const match = TIMING.exec(timing)
    if (match === null || lines.length === 0) throw new Error(`expected a cue, got "${block}"`)
    const [h1, m1, s1, h2, m2, s2] = match.slice(1).map(Number)
    return { start: seconds(h1, m1, s1), end: seconds(h2, m2, s2), text: unescape(lines.join(' ')) }
  })
}

function seconds(hours = 0, minutes = 0, rest = 0): number {
  return hours * 3600 + minutes * 60 + rest
}

function unescape(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}
