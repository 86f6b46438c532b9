/** What the players of the page, the element and the frame have in common. */

/** Milliseconds until it shows that the listener waits, and until the connection is called slow. */
const SHOWN = 300
const SLOW = 10_000

function onAny(audio, types, act) {
  for (const type of types) audio.addEventListener(type, act)
}

/**
 * Tells when the listener waits for a recording: `show` is called with `loading` or `slow`, and with
 * '' when it goes on.
 */
export function watchLoading(audio, show) {
  let state = ''
  let timers = []
  const tell = (next) => {
    if (next === state) return
    state = next
    show(next)
  }
  const begin = () => {
    if (timers.length > 0 || audio.paused || audio.ended || audio.readyState > 2) return
    timers = [setTimeout(tell, SHOWN, 'loading'), setTimeout(tell, SLOW, 'slow')]
  }
  const end = () => {
    timers.forEach(clearTimeout)
    timers = []
    tell('')
  }
  onAny(audio, ['play', 'waiting', 'stalled', 'seeking'], begin)
  onAny(audio, ['playing', 'pause', 'ended', 'error', 'emptied'], end)
  onAny(audio, ['timeupdate'], () => audio.readyState > 2 && end())
  begin()
}

const PLAYS = 'sidecast:plays'

/** A window and all frames in it, those of other sites as well. */
function* windowsIn(outer) {
  yield outer
  for (let index = 0; index < outer.length; index += 1) yield* windowsIn(outer[index])
}

/**
 * One voice at once: who begins to play stops the others, in all tabs of a site and in all frames of a
 * page. Frames of other sites hear of it by messages alone.
 */
export function speakAlone(audio) {
  let others = null
  const yieldTo = ({ data, source }) => {
    if (data === PLAYS && source !== window) audio.pause()
  }
  const begin = () => {
    if (others !== null || audio.paused) return
    others = 'BroadcastChannel' in globalThis ? new BroadcastChannel('sidecast') : { close() {} }
    others.onmessage = yieldTo
    others.postMessage?.(PLAYS)
    for (const each of windowsIn(top)) each.postMessage(PLAYS, '*')
    addEventListener('message', yieldTo)
  }
  const end = () => {
    others?.close()
    others = null
    removeEventListener('message', yieldTo)
  }
  onAny(audio, ['play'], begin)
  onAny(audio, ['pause', 'ended', 'emptied'], end)
  begin()
}

/** What has been loaded of a recording, as a picture of that colour behind the scrubber. */
export function pictureOfLoaded({ buffered }, length, colour) {
  const place = (seconds) =>
    `calc(var(--thumb) / 2 + ${Math.min(1, seconds / length)} * (100% - var(--thumb)))`
  const parts = Array.from({ length: buffered.length }, (_, index) => {
    const [from, to] = [place(buffered.start(index)), place(buffered.end(index))]
    return `transparent ${from}, ${colour} ${from} ${to}, transparent ${to}`
  })
  return length > 0 && parts.length > 0 ? `linear-gradient(to right, ${parts.join(', ')})` : 'none'
}
