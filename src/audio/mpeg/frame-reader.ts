import { Feed, HEADROOM, type Reader, type Window } from '../window.ts'
import { countNonZero } from '../facts.ts'
import { differInBitrate, isFreeFormat, KIND_BITS, sizeOf, type FrameKind } from './frame-kind.ts'
import { findStart } from './start.ts'
import type { Tag } from './tag.ts'
import { addRun, copyTally, createTally, isWeak, type Tally } from './tally.ts'
import { readVbrHeader } from './vbr-header.ts'

/**
 * Bytes that must be ahead to tell a stream of frames from bytes that only look like one: several of the
 * largest frames, or a Lyrics3 tag.
 */
const LOOKAHEAD = HEADROOM

/** Longer tags are checked for frames; see `#enter`. */
const SHORT_TAG_BYTES = 1024

/**
 * Counts the frames of an MPEG audio recording of any layer, in one pass and in constant memory.
 *
 * While it is locked, each frame begins where the one before ends, and it reads six bytes of each frame and
 * nothing else. When it is not, it searches for the next certain start of a stream. VBR headers are noted,
 * but not believed.
 *
 * Pass all bytes in order to `push`, then call `end` once.
 */
export class MpegReader {
  #tally = createTally()
  /** The stream that it is locked to: a frame of it begins at the first byte that is not settled. */
  #kind: FrameKind | null = null
  /** The last free-format stream, which can be found again only by its frame size. */
  #free: FrameKind | null = null
  #weak: FrameKind | null = null
  /** Whether something known ended right before the first unsettled byte. */
  #clean = true
  /** Where a tag among the frames ends, and the tally before it. */
  #tag: { readonly end: number; readonly before: Tally } | null = null
  readonly #feed = new Feed((window, from, base) => this.#settle(window, from, base))

  /** Takes the next bytes. */
  readonly push: Reader = (buffer, start, end) => this.#feed.push(buffer, start, end)

  /**
   * Settles the last bytes.
   *
   * @returns `missing` is the number of bytes that the first tags lack: then there is nothing else.
   */
  end(): { readonly tally: Tally; readonly missing: number } {
    const missing = this.#feed.end()
    return { tally: this.#tally, missing }
  }

  #settle(window: Window, from: number, base: number): number {
    let at = from
    while (at < window.end) {
      if (this.#kind) at = this.#run(window, at, this.#kind)
      if (!window.final && window.end - at < LOOKAHEAD) break
      at = this.#kind ? this.#unlock(window, at, this.#kind, base) : this.#search(window, at, base)
    }
    return at
  }

  /** Counts every frame that is followed by another one; returns where the last of them begins. */
  #run(window: Window, from: number, kind: FrameKind): number {
    const { view, end } = window
    let at = from
    for (;;) {
      at = this.#count(window, at, kind)
      const next = at + sizeOf(kind, view.getInt32(at))
      if (next + 4 > end || sizeOf(kind, view.getInt32(next)) === 0) return at
      this.#noteVbrHeader(view, at, next, kind)
      at = next
    }
  }

  /** Does so up to a frame that is a VBR header. This loop determines the speed of the meter. */
  #count({ view, end }: Window, from: number, kind: FrameKind): number {
    const { pattern, sizes } = kind
    const first = view.getInt32(from)
    let at = from
    let header = first
    let frames = 0
    let differences = 0
    for (;;) {
      const next = at + (sizes[(header >> 9) & 127] ?? 0)
      if (next + 4 > end) break
      const following = view.getInt32(next)
      if ((following & KIND_BITS) !== pattern || sizes[(following >> 9) & 127] === 0) break
      const blank = at === from || view.getInt16(at + 8) === 0
      if (blank && readVbrHeader(view, at, next, kind)) break
      differences |= header ^ first
      frames++
      at = next
      header = following
    }
    const vbr = differInBitrate(differences, 0)
    addRun(this.#tally, { kind, header: first, frames, bytes: at - from, vbr })
    return at
  }

  #noteVbrHeader(view: DataView, at: number, end: number, kind: FrameKind): boolean {
    const header = readVbrHeader(view, at, end, kind)
    if (!header) return false
    if (!this.#tally.vbrHeader) {
      this.#tally.vbrHeader = header
      this.#tally.vbrHeaderBytes = end - at
    }
    return true
  }

  /**
   * Decides about the frame at `at`, which no other follows: it is complete, or it is cut off where something
   * else begins inside it or where the recording ends.
   */
  #unlock(window: Window, at: number, kind: FrameKind, base: number): number {
    const { view, end } = window
    const header = view.getInt32(at)
    const next = at + sizeOf(kind, header)
    this.#kind = null
    this.#clean = true
    const inside = findStart(window, at + 4, Math.min(next, end), false, this.#free)
    const stop = inside?.at ?? Math.min(next, end)
    if (this.#tag && base + stop > this.#tag.end) this.#tag = null
    if (stop === next && !this.#noteVbrHeader(view, at, next, kind)) {
      addRun(this.#tally, { kind, header, frames: 1, bytes: next - at, vbr: false })
    }
    if (stop < next) this.#tally.torn = true
    return stop
  }

  /** Searches for the next start; everything before it is junk, unless it belongs to a tag. */
  #search(window: Window, from: number, base: number): number {
    const known = window.final ? window.end : window.end - LOOKAHEAD + 1
    const to = this.#tag ? Math.min(known, this.#tag.end - base) : known
    const start = findStart(window, from, to, this.#clean, this.#free)
    const at = start?.at ?? to
    this.#clean = false
    if (!this.#tag) this.#addJunk(window, from, at)
    if (start?.kind) this.#lock(start.kind, window.view.getInt32(at))
    else if (start?.tag) return this.#tag ? at + 1 : this.#enter(start.tag, at, base, window.end)
    else if (this.#tag && base + at >= this.#tag.end) this.#leave(this.#tag.before)
    return at
  }

  #addJunk({ bytes }: Window, from: number, to: number): void {
    this.#tally.junk += to - from
    this.#tally.others += countNonZero(bytes, from, to)
  }

  #lock(kind: FrameKind, header: number): void {
    this.#kind = kind
    this.#tally.streams++
    if (isFreeFormat(header)) this.#free = kind
    if (!isWeak(kind, header)) return
    if (kind !== this.#weak) this.#tally.weakStreams++
    this.#weak = kind
  }

  /**
   * Skips a tag.
   *
   * Players skip the tags before the first frame unread, and so does this. Among the frames a tag may be the
   * incomplete rest of one, whose size reaches far into the sound that was appended. So a long one is
   * checked: if frames continue across its end, they are not part of it, and everything that was counted
   * since its start counts; otherwise the tally returns to what it was before.
   */
  #enter(tag: Tag, at: number, base: number, end: number): number {
    const { junk, others, frames } = this.#tally
    this.#tally.junk -= Math.min(junk, tag.before)
    this.#tally.others -= Math.min(others, tag.before)
    const isFirst = tag.name === 'ID3v2' && frames === 0 && junk === 0
    const isShort = tag.bytes <= SHORT_TAG_BYTES || tag.name === 'Lyrics3'
    this.#clean = isFirst || isShort
    if (isFirst) return at + tag.bytes
    if (isShort) return Math.min(at + tag.bytes, end)
    this.#tag = { end: base + at + tag.bytes, before: copyTally(this.#tally) }
    return at + 1
  }

  #leave(before: Tally): void {
    this.#tally = before
    this.#tag = null
    this.#clean = true
  }
}
