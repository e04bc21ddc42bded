// The predictions as they stream by.

import { byId, fill, isLookedAt, make, mark, put, reconcile, show } from './dom.js'
import { count, cut, duration, percent, time } from './format.js'
import { showPrediction } from './detail.js'
import { say } from './say.js'
import { thumbnail } from './thumb.js'

const KEPT = 400 // to filter in
const SHOWN = 20
const AT_ONCE = 4 // new rows a second that an eye can follow
const UNSURE = 0.6

/** The list of predictions with its filters; it stands still while it is paused, or somebody points at it. */
export class Stream {
  #list = byId('predictions')
  #kept = []
  #shown = []
  #class = ''
  #below = 1
  #paused = false
  #held = false
  #waiting = 0
  #topic = 'images'

  constructor () {
    byId('filter-confidence').addEventListener('change', event => { this.#below = Number(event.target.value); this.#filtered() })
    byId('pause').addEventListener('click', () => this.#pause(!this.#paused))
    for (const event of ['pointerenter', 'pointerleave', 'focusin']) this.#list.addEventListener(event, () => this.#look())
    this.#list.addEventListener('focusout', event => { if (!this.#list.contains(event.relatedTarget)) this.#look() })
    byId('detail').addEventListener('close', () => this.#look())
  }

  /** Shows that class alone, '' for all. */
  filterByClass (name) {
    this.#class = name
    this.#filtered()
  }

  /** Forgets all: another streamer is there. */
  reset () {
    this.#kept = []
    this.#refill()
  }

  update (feed) {
    this.#topic = feed.lag[0]?.topic ?? this.#topic
    const fresh = feed.predictions.filter(p => this.#matches(p))
    this.#kept = [...feed.predictions].reverse().concat(this.#kept).slice(0, KEPT)
    if (this.#still) this.#waiting += fresh.length
    else this.#shown = spread(fresh, this.#shown.length < SHOWN ? SHOWN : AT_ONCE).reverse().concat(this.#shown).slice(0, SHOWN)
    this.#draw()
  }

  get #still () {
    return this.#paused || this.#held
  }

  #matches (p) {
    return (this.#class === '' || p.label === this.#class) && (this.#below === 1 || p.confidence < this.#below)
  }

  #filtered () {
    this.#refill()
    say(this.#shown.length === 0 ? 'No prediction matches.' : `${this.#shown.length} predictions are shown.`)
  }

  #refill () {
    this.#waiting = 0
    this.#shown = this.#kept.filter(p => this.#matches(p)).slice(0, SHOWN)
    this.#draw()
  }

  #pause (paused) {
    this.#paused = paused
    put(byId('pause'), paused ? 'Resume' : 'Pause')
    this.#goOn()
  }

  /** Stands still while somebody is here. Later: a row that is taken away tells of its lost focus in the middle of that. */
  #look () {
    queueMicrotask(() => {
      this.#held = isLookedAt(this.#list)
      this.#goOn()
    })
  }

  #goOn () {
    if (!this.#still && this.#waiting > 0) this.#refill()
    else this.#draw()
  }

  #draw () {
    reconcile(this.#list, this.#shown, p => p.seq, makeRow)
    put(byId('stream-note'), this.#note())
    show(byId('predictions-empty'), this.#kept.length === 0)
    put(byId('produce'), `kcat -b BROKER:9092 -P -t ${cut(this.#topic, 80)} -k my-image sneaker.png`)
    show(byId('predictions-none'), this.#kept.length > 0 && this.#shown.length === 0)
    put(byId('predictions-none'), `None of the last ${count(this.#kept.length)} predictions matches these filters.`)
  }

  #note () {
    const more = this.#waiting > 0 ? `, ${count(this.#waiting)} new` : ''
    if (this.#paused) return `Paused${more}`
    if (this.#held) return `Still while you look${more}`
    return 'Newest first. Choose one for more.'
  }
}

/** At most so many, evenly taken, the newest among them. */
function spread (items, most) {
  if (items.length <= most) return items
  return Array.from({ length: most }, (_, i) => items[Math.floor((i + 1) * items.length / most) - 1])
}

function makeRow (p) {
  const button = make('button', '',
    thumbnail(p.thumb) ?? make('span', 'thumb'),
    make('span', 'label foreign', cut(p.label, 60)),
    make('span', 'part', percent(p.confidence)),
    fill(make('span', 'bar'), p.confidence),
    make('span', 'latency', duration(p.latency)))
  button.type = 'button'
  button.title = `${time(p.at)} by ${cut(p.version, 60)}`
  button.addEventListener('click', () => showPrediction(p))
  const data = { seq: p.seq, label: p.label, version: p.version, id: p.id, unsure: p.confidence < UNSURE ? 'yes' : null, own: p.id?.startsWith('try-') ? 'yes' : null }
  return mark(make('li', '', button), data)
}
