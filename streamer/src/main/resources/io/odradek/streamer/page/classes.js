// The class mix of the last minute, and the choice of a class.

import { Bars } from './bars.js'
import { byId, make, show } from './dom.js'
import { cut, percent } from './format.js'
import { sum } from './series.js'

const MOST = 12
const IN_THE_MENU = 300

/** The bars and the menu say the same class. */
export class Classes {
  #bars
  #menu = byId('filter-class')
  #known = ''

  /** @param chosen is called with a class, '' for all */
  constructor (chosen) {
    this.#bars = new Bars(byId('mix'), name => { this.#select(name); chosen(name) })
    this.#menu.addEventListener('change', () => { this.#bars.choose(this.#menu.value); chosen(this.#menu.value) })
  }

  update (feed) {
    const counts = new Map()
    for (const { class: name, count } of feed.mix) counts.set(name, (counts.get(name) ?? 0) + count)
    const whole = sum([...counts.values()])
    this.#bars.update(this.#shown(feed, counts).map(name => ({
      key: name, name: cut(name, 60), count: counts.get(name) ?? 0, note: percent((counts.get(name) ?? 0) / (whole || 1))
    })))
    show(byId('mix-empty'), whole === 0)
    show(byId('mix'), whole > 0)
    this.#offer([...new Set([...labels(feed), ...counts.keys()])].slice(0, IN_THE_MENU))
  }

  /** Few classes stand in the model's order, so that they keep their place; of many the most frequent ones are there. */
  #shown (feed, counts) {
    const all = [...new Set([...labels(feed), ...counts.keys()])]
    if (all.length <= MOST) return all
    return [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a)).slice(0, MOST)
  }

  #offer (names) {
    const known = JSON.stringify(names)
    if (known === this.#known) return
    this.#known = known
    const chosen = this.#menu.value
    const options = names.map(name => { const option = make('option', '', cut(name, 40)); option.value = name; return option })
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

const labels = feed => feed.models.flatMap(model => model.labels ?? [])
