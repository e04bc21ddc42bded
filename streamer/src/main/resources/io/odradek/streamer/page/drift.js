// Whether the images are like those that a model was tested on, and the most novel of the last window.

import { byId, isLookedAt, make, mark, put, reconcile, show } from './dom.js'
import { count, cut, moment, percent } from './format.js'
import { showNovel } from './detail.js'
import { thumbnail } from './thumb.js'

/** The state of each model, and pictures. */
export class Drift {
  #windows = new Map()
  #list = byId('novel')

  /** Forgets all: another streamer is there. */
  reset () {
    this.#windows.clear()
    this.#draw()
  }

  update (feed) {
    reconcile(byId('drift'), feed.drift, one => one.model, makeModel, fillModel)
    show(byId('drift-section'), feed.drift.length > 0)
    for (const window of feed.novel) this.#windows.set(window.model, window)
    if (!isLookedAt(this.#list)) this.#draw()
  }

  #draw () {
    const images = [...this.#windows.values()].flatMap(window => window.images.map((image, i) => ({ ...image, window, key: `${window.seq} ${i}` })))
    reconcile(this.#list, images, image => image.key, makeImage)
    show(byId('novel-title'), images.length > 0)
  }
}

function makeModel () {
  return make('section', 'drift', make('p', 'foreign'), make('dl', 'facts'))
}

function fillModel (section, one) {
  mark(section, { model: one.model, state: one.state })
  put(section.querySelector('p'), `${cut(one.model)}: ${words(one)}`)
  reconcile(section.querySelector('dl'), one.statistics, s => s.name, s => make('div', '', make('dt', '', s.name), make('dd')), (row, s) => {
    mark(row, { alarm: s.alarm ? 'yes' : null })
    put(row.lastChild, `PSI ${s.psi.toFixed(2)}${s.alarm ? ', drift' : ''}`)
  })
}

function words (one) {
  switch (one.state) {
    case 'drift': return `the last ${count(one.images)} images differ from those that it was tested on, ${moment(one.at)}`
    case 'quiet': return `the last ${count(one.images)} images are like those that it was tested on, ${moment(one.at)}`
    case 'unknown': return `nothing to compare with: ${cut(one.why, 300)}`
    default: return `${count(one.collected)} of ${count(one.images)} images for a first comparison`
  }
}

function makeImage (image) {
  const button = make('button', '',
    make('span', 'picture', thumbnail(image.thumb) ?? make('span', 'thumb')),
    make('span', 'name foreign', cut(image.label, 60)),
    make('span', 'message', `${percent(image.confidence)} sure, ${image.bits.toFixed(1)} bits of novelty`),
    make('span', 'soft foreign', `${cut(image.window.model, 60)}, ${moment(image.window.at)}`))
  button.type = 'button'
  button.addEventListener('click', () => showNovel(image))
  return mark(make('li', '', button), { model: image.window.model, offset: image.offset })
}
