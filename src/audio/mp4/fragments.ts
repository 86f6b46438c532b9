import { boxesIn, findBox, uint32At, uint64At } from './box.ts'
import type { FragmentDefaults } from './movie.ts'

/** Flags of `tfhd` and `trun` for their optional fields. ISO 14496-12 sections 8.8.7 and 8.8.8. */
const TRACK = { base: 1, description: 2, duration: 8, size: 0x10 } as const
const RUN = {
  offset: 1,
  firstFlags: 4,
  duration: 0x100,
  size: 0x200,
  flags: 0x400,
  shift: 0x800,
} as const

/** A movie fragment: its content, and its place in the file. */
export interface Fragment {
  readonly content: Buffer
  /** Where its `moof` box begins. */
  readonly position: number
  /** Size of the file. */
  readonly bytes: number
}

/**
 * The duration of the samples of one track in a fragment, in units of the track. Samples whose bytes are not
 * all in the file are not counted.
 */
export function measureFragment(
  fragment: Fragment,
  track: number,
  defaults: FragmentDefaults,
): number {
  return boxesIn(fragment.content)
    .filter((box) => box.type === 'traf')
    .map((box) => measureTrack(box.content, fragment, track, defaults))
    .reduce((total, time) => total + time, 0)
}

function measureTrack(
  content: Buffer,
  { position, bytes }: Fragment,
  track: number,
  defaults: FragmentDefaults,
): number {
  const header = findBox(content, 'tfhd')
  if (!header || uint32At(header, 4) !== track) return 0
  const { base, ...stated } = readHeader(header, defaults)
  let offset = base ?? position
  let time = 0
  for (const box of boxesIn(content)) {
    if (box.type !== 'trun') continue
    const run = readRun(box.content, base ?? position, offset)
    const held = measureRun(run, stated, bytes)
    time += held.time
    offset = held.end
  }
  return time
}

/** Reads the optional fields of `tfhd`, in their order. */
function readHeader(
  header: Buffer,
  defaults: FragmentDefaults,
): FragmentDefaults & { readonly base: number | null } {
  const flags = uint32At(header, 0)
  let at = 8
  const skip = (flag: number, width: number): number | null => {
    if ((flags & flag) === 0) return null
    at += width
    return at - width
  }
  const base = skip(TRACK.base, 8)
  skip(TRACK.description, 4)
  const duration = skip(TRACK.duration, 4)
  const size = skip(TRACK.size, 4)
  return {
    base: base === null ? null : uint64At(header, base),
    duration: duration === null ? defaults.duration : uint32At(header, duration),
    size: size === null ? defaults.size : uint32At(header, size),
  }
}

/** A run of samples: where its data begins, and the layout of its rows. */
interface Run {
  readonly offset: number
  readonly count: number
  readonly rows: Buffer
  readonly rowBytes: number
  /** Offsets of duration and size in a row; null if the defaults apply. */
  readonly duration: number | null
  readonly size: number | null
}

function readRun(box: Buffer, base: number, next: number): Run {
  const flags = uint32At(box, 0)
  const has = (flag: number): number => ((flags & flag) === 0 ? 0 : 4)
  const offset = has(RUN.offset) > 0 && box.length >= 12 ? base + box.readInt32BE(8) : next
  const rows = box.subarray(8 + has(RUN.offset) + has(RUN.firstFlags))
  const rowBytes = has(RUN.duration) + has(RUN.size) + has(RUN.flags) + has(RUN.shift)
  const stated = uint32At(box, 4)
  return {
    offset,
    count: rowBytes === 0 ? stated : Math.min(stated, Math.floor(rows.length / rowBytes)),
    rows,
    rowBytes,
    duration: has(RUN.duration) > 0 ? 0 : null,
    size: has(RUN.size) > 0 ? has(RUN.duration) : null,
  }
}

/** The duration of those samples of a run that are in the file, and where their data ends. */
function measureRun(
  { offset, count, rows, rowBytes, duration, size }: Run,
  stated: FragmentDefaults,
  bytes: number,
): { readonly time: number; readonly end: number } {
  if (size === null && stated.size === 0) return { time: 0, end: offset }
  if (size === null && duration === null) {
    const present = Math.max(0, Math.min(count, Math.floor((bytes - offset) / stated.size)))
    return { time: present * stated.duration, end: offset + present * stated.size }
  }
  let time = 0
  let end = offset
  for (let row = 0; row < count; row++) {
    const at = row * rowBytes
    end += size === null ? stated.size : uint32At(rows, at + size)
    if (end > bytes) break
    time += duration === null ? stated.duration : uint32At(rows, at + duration)
  }
  return { time, end }
}
