// @ts-check
/**
 * The service worker, which serves offline what `offline.js` has kept: pages of episodes that were
 * opened, and recordings that the listener has kept.
 *
 * Pages, styles, scripts and pictures come from the network whenever it answers. Everything else, such as
 * feeds and requests of other programs, is not handled.
 */
const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self))

/** The names of its caches, as in `offline.js`; other shows on this host have their own. */
const { scope } = worker.registration
const PAGES = `sidecast pages ${scope}`
const RECORDINGS = `sidecast recordings ${scope}`

/** The page that is shown instead of one that is not kept. */
const INSTEAD = new URL('offline/', scope).href

worker.addEventListener('install', () => void worker.skipWaiting())
worker.addEventListener('activate', (event) => event.waitUntil(worker.clients.claim()))
worker.addEventListener('fetch', (event) => {
  const { request } = event
  if (request.method !== 'GET') return
  if (request.destination === 'audio') event.respondWith(hear(request))
  else if (isOfPage(request)) event.respondWith(read(request))
})

/** Pages, whose addresses end with a slash, and transcripts; never feeds, lists and chapters. */
const TO_READ = /(?:\/|\.(?:html|txt|vtt|srt))$/

/** Whether it is for a page, or for a file that a page shows. @param {Request} request */
function isOfPage({ url, mode, destination }) {
  const { origin, pathname } = new URL(url)
  if (origin !== location.origin) return false
  if (mode === 'navigate') return TO_READ.test(pathname)
  return ['style', 'script', 'image', 'font'].includes(destination)
}

/** @param {Request} request */
async function read(request) {
  try {
    const answer = await fetch(request)
    // What the author has taken away is not shown again.
    if ([404, 410].includes(answer.status)) await (await caches.open(PAGES)).delete(request, ANY)
    return answer
  } catch (error) {
    const kept = (await findKept(request.url)) ?? (request.mode === 'navigate' && (await findKept(INSTEAD)))
    if (kept) return kept
    throw error
  }
}

/** Matches a file whatever the query and the headers of the request. */
const ANY = { ignoreSearch: true, ignoreVary: true }

/** @param {string} url */
async function findKept(url) {
  for (const cacheName of [PAGES, RECORDINGS]) {
    const kept = await caches.match(url, { ...ANY, cacheName })
    if (kept) return kept
  }
  return null
}

/** A kept recording, or the requested range of it; otherwise the response of the network. @param {Request} request */
async function hear(request) {
  const kept = await caches.match(request.url, { cacheName: RECORDINGS, ignoreVary: true })
  if (!kept) return fetch(request)
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(request.headers.get('Range') ?? '') ?? []
  if (first === '' && last === '') return kept
  const whole = await kept.blob()
  const { size } = whole
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first)
  const end = first === '' || last === '' ? size : Math.min(size, Number(last) + 1)
  if (start >= end) return new Response(null, { status: 416, headers: { 'Content-Range': `bytes */${size}` } })
  return new Response(whole.slice(start, end), {
    status: 206,
    headers: {
      'Content-Type': kept.headers.get('Content-Type') ?? 'audio/mpeg',
      'Content-Length': String(end - start),
      'Content-Range': `bytes ${start}-${end - 1}/${size}`,
      'Accept-Ranges': 'bytes',
    },
  })
}
