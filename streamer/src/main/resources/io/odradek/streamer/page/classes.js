// The class mix of the last minute, and the choice of a class.

import { Bars } from './bars.js'
import { byId, make, show } from './dom.js'
import { cut, percent } from './format.js'
import { sum } from './series.js'

const MOST = 12
const IN_THE_MENU = 300
const OTHER = '(other)' // what the streamer calls the classes that it does not count one by one
const names = new Intl.Collator('en', { numeric: true })

/** The bars and the menu say the same class. */
export class Classes {
  #bars
  #menu = byId('filter-class')
  #offered = ''
  #labels = ''
  #seen = new Set() // beyond the labels: they come and go in the mix, and stay in the menu

  /** @param chosen is called with a class, '' for all */
  constructor (chosen) {
    this.#bars = new Bars(byId('mix'), name => { this.#select(name); chosen(name) })
    this.#menu.addEventListener('change', () => { this.#bars.choose(this.#menu.value); chosen(this.#menu.value) })
  }

  update (feed) {
    const counts = new Map()
    for (const { class: name, count } of feed.mix) counts.set(name, (counts.get(name) ?? 0) + count)
    const whole = sum([...counts.values()])
    const labels = [...new Set(feed.models.flatMap(model => model.labels ?? []))]
    const extra = [...counts.keys()].filter(name => !labels.includes(name))
    const isRest = name => name === OTHER && extra.includes(name)
    this.#bars.update(shown(labels, extra, counts).sort((a, b) => isRest(a) - isRest(b)).map(name => ({
      key: name, name: cut(name, 60), count: counts.get(name) ?? 0, note: percent((counts.get(name) ?? 0) / (whole || 1)), fixed: isRest(name)
    })))
    show(byId('mix-empty'), whole === 0)
    show(byId('mix'), whole > 0)
    this.#offer(labels, extra.filter(name => !isRest(name)))
  }

  /** A menu that is in use stays as it is. */
  #offer (labels, extra) {
    if (this.#labels !== JSON.stringify(labels)) this.#seen.clear()
    this.#labels = JSON.stringify(labels)
    for (const name of extra) this.#seen.add(name)
    const all = [...labels, ...[...this.#seen].sort(names.compare)].slice(0, IN_THE_MENU)
    const offered = JSON.stringify(all)
    if (offered === this.#offered || document.activeElement === this.#menu) return
    this.#offered = offered
    const chosen = this.#menu.value
    const options = all.map(name => { const option = make('option', '', cut(name, 40)); option.value = name; return option })
    this.#menu.replaceChildren(this.#menu.options[0], ...options)
    this.#select(chosen)
  }

  #select (name) {
    this.#menu.value = name
    if (this.#menu.selectedIndex >= 0) return
    const option = make('option', '', cut(name, 40))
    option.value = name
    this.#menu.append(option)
    this.#menu.value = name
  }
}

/** Few classes stand in the model's order, so that they keep their place; of many the most frequent ones are there. */
function shown (labels, extra, counts) {
  if (labels.length + extra.length <= MOST) return [...labels, ...extra.sort(names.compare)]
  return [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a)).slice(0, MOST)
}
