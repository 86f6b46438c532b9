/** Marks in the article of an episode's page what is being spoken. */

import { Following } from './sound.js'
import { find, findAll, memory, on } from './page.js'

/** Seconds: later in a sentence, one step back leads to its beginning. */
const STEP = 1.5
/** The sentences of the article in the order of time; one may stand in several places. */
function readSentences() {
  const sentences = []
  for (const place of findAll('[data-from]')) {
    const from = Number(place.dataset.from)
    if (sentences.at(-1)?.from === from) sentences.at(-1).places.push(place)
    else sentences.push({ from, to: Number(place.dataset.to), places: [place] })
  }
  return sentences
}

export class ReadAlong {
  #sentences = readSentences()
  #marked = null

  constructor(player) {
    this.main = find('spoken')
    if (!this.main) return
    this.player = player
    this.button = find('follow')
    this.box = find('along')
    this.box.checked = memory.get('along') !== 'off'
    this.following = new Following(player, this.#sentences, {
      mark: (sentence) => this.#mark(sentence),
      boxOf: ({ places }) => ({
        top: places[0].getBoundingClientRect().top,
        bottom: places.at(-1).getBoundingClientRect().bottom,
      }),
      end: () => this.#end(),
      wanted: () => this.box.checked,
      changed: () => this.#showButton(),
    })
    this.following.hearClicks(this.main, ({ target }) => this.#sentenceOf(target))
    on(this.box, { change: () => this.#choose() })
    this.#showWanted()
    player.watch({
      moved: () => this.following.mark(),
      jumped: () => this.following.follow(),
    })
    player.add(
      {
        follow: () => this.#takeUp(),
        sentenceBack: () => this.step(-1),
        sentenceForward: () => this.step(1),
      },
      { 'Shift+ArrowLeft': 'sentenceBack', 'Shift+ArrowRight': 'sentenceForward' },
    )
  }

  /** Goes to the beginning of this sentence, or to one before or after it. */
  step(direction) {
    const { position } = this.player
    const now = this.#sentences.findLastIndex(({ from }) => from <= position)
    const within = now >= 0 && position - this.#sentences[now].from > STEP
    const target = this.#sentences[direction > 0 ? now + 1 : within ? now : now - 1]
    if (target) this.player.jump(target.from)
  }

  #sentenceOf(target) {
    const place = target.closest('[data-from]')
    return place && { from: Number(place.dataset.from) }
  }

  #choose() {
    memory.set('along', this.box.checked ? null : 'off')
    this.#showWanted()
  }

  #showWanted() {
    this.main.classList.toggle('along', this.box.checked)
    this.following.mark()
  }

  #mark(sentence) {
    for (const place of this.#marked?.places ?? []) place.classList.remove('now')
    for (const place of sentence?.places ?? []) place.classList.add('now')
    this.#marked = sentence
  }

  /** In a low window the bar does not stay, and covers nothing. */
  #end() {
    const bar = this.player.root.getBoundingClientRect().top
    return bar > innerHeight / 2 ? Math.min(bar, innerHeight) : innerHeight
  }

  #takeUp() {
    this.following.follow()
    this.player.toggleButton.focus({ preventScroll: true })
  }

  #showButton() {
    if (this.following) this.button.hidden = !this.following.lost
  }
}
