// A list of bars that are buttons: one of them, or none, is chosen.

import { fill, make, mark, put, reconcile } from './dom.js'
import { count } from './format.js'

/** Bars of counts in a list element. */
export class Bars {
  #list
  #chosen = ''
  #choose

  /** @param choose is called with the key that was chosen, '' for none */
  constructor (list, choose) {
    this.#list = list
    this.#choose = choose
  }

  /** Shows these: [{ key, name, count, note, fixed: whether it cannot be chosen }], in this order. */
  update (items) {
    const most = Math.max(1, ...items.map(item => item.count))
    reconcile(this.#list, items, item => item.key, item => this.#make(item), (row, item) => {
      mark(row, { key: item.key, count: item.count })
      put(row.querySelector('.amount'), count(item.count))
      put(row.querySelector('.part'), item.note)
      fill(row.querySelector('.bar'), item.count / most)
    })
    this.#mark()
  }

  /** Chooses without telling. */
  choose (key) {
    this.#chosen = key
    this.#mark()
  }

  #make (item) {
    const button = make('button', '', make('span', 'name foreign', item.name), make('span', 'bar'), make('span', 'amount'), make('span', 'part'))
    button.type = 'button'
    button.title = item.name
    button.disabled = item.fixed === true
    button.addEventListener('click', () => {
      this.choose(this.#chosen === item.key ? '' : item.key)
      this.#choose(this.#chosen)
    })
    return make('li', '', button)
  }

  #mark () {
    for (const row of this.#list.children) {
      if (!row.firstChild.disabled) row.firstChild.setAttribute('aria-pressed', String(row.dataset.key === this.#chosen))
    }
  }
}
