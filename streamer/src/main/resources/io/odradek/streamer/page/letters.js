// Dead letters: their reasons, and the last of them.

import { Bars } from './bars.js'
import { byId, isLookedAt, make, mark, reconcile, show } from './dom.js'
import { bytes, cut, moment, percent, reasonName } from './format.js'
import { hexSquare, showLetter } from './detail.js'
import { sum } from './series.js'
import { thumbnail } from './thumb.js'

const KEPT = 60
const SHOWN = 12

/** The list of dead letters with their reasons. */
export class Letters {
  #kept = []
  #reason = ''
  #bars = new Bars(byId('reasons'), reason => { this.#reason = reason; this.#draw() })
  #list = byId('letters')

  /** Forgets all: another streamer is there. */
  reset () {
    this.#kept = []
    this.#draw()
  }

  update (feed) {
    const whole = sum(feed.reasons.map(reason => reason.count))
    const reasons = [...feed.reasons].sort((a, b) => b.count - a.count)
    this.#bars.update(reasons.map(({ reason, count }) => ({ key: reason, name: reasonName(reason), count, note: percent(count / whole) })))
    show(byId('reasons'), whole > 0)
    this.#kept = [...feed.letters].reverse().concat(this.#kept).slice(0, KEPT)
    if (!isLookedAt(this.#list)) this.#draw()
    show(byId('reasons-empty'), whole === 0)
    show(byId('letters-section'), whole > 0)
  }

  #draw () {
    const shown = this.#kept.filter(letter => this.#reason === '' || letter.reason === this.#reason).slice(0, SHOWN)
    reconcile(this.#list, shown, letter => letter.seq, makeLetter)
    show(byId('letters-empty'), shown.length === 0)
  }
}

function makeLetter (letter) {
  const picture = thumbnail(letter.thumb) ?? (letter.hex ? hexSquare(letter.hex) : make('span', 'thumb'))
  const button = make('button', '',
    make('span', 'picture', picture),
    make('span', 'name', reasonName(letter.reason)),
    make('span', 'message foreign', cut(letter.message, 160)),
    make('span', 'soft', `${bytes(letter.bytes)}, ${moment(letter.at)}`))
  button.type = 'button'
  button.addEventListener('click', () => showLetter(letter))
  return mark(make('li', '', button), { seq: letter.seq, reason: letter.reason })
}
