// The versions that were labelled, with their accuracy, and which of them is shown.

import { byId, make, mark, put, reconcile } from './dom.js'
import { count, cut, percent } from './format.js'

const SIZES = ['minute', 'hour', 'day']

/** The table of versions and the choice of a window. */
export class Versions {
  #chosen = null
  #changed

  /** @param changed is called when somebody has chosen another */
  constructor (changed) {
    this.#changed = changed
    byId('size').addEventListener('change', changed)
  }

  /** The version that is shown, the one that was labelled last unless somebody has chosen, and the size of its window. */
  chosen (models) {
    return { model: models.find(model => model.model === this.#chosen) ?? models[0], size: byId('size').value }
  }

  /** Those that there are now. */
  update (models) {
    const { model } = this.chosen(models)
    reconcile(byId('versions').tBodies[0], models, one => one.model, one => this.#make(one.model), (row, one) => fillIn(row, one, one === model))
  }

  #make (name) {
    const button = make('button', 'version foreign', cut(name))
    button.type = 'button'
    button.addEventListener('click', () => {
      this.#chosen = name
      this.#changed()
    })
    const head = make('th', '', button)
    head.scope = 'row'
    return mark(make('tr', '', head, ...SIZES.map(() => make('td', 'n'))), { model: name })
  }
}

function fillIn (row, one, isChosen) {
  mark(row, { chosen: isChosen ? 'yes' : null })
  row.querySelector('button').setAttribute('aria-pressed', String(isChosen))
  SIZES.forEach((size, i) => {
    const window = one.windows[size]
    put(row.cells[i + 1], window ? `${percent(window.accuracy)} of ${count(window.images)}` : '–')
  })
}
