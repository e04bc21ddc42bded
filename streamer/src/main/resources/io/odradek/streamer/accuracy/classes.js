// How well each class is found.

import { byId, make, mark, put, reconcile } from './dom.js'
import { count, cut, percent } from './format.js'

/** The table of classes. */
export class Classes {
  /** Of a version's newest window of that size. */
  update (model, size) {
    const classes = Object.entries(model.windows[size]?.classes ?? {})
    reconcile(byId('classes').tBodies[0], classes, ([name]) => name, ([name]) => row(name), (element, [, one]) => fillIn(element, one))
  }
}

function row (name) {
  const head = make('th', 'foreign', cut(name))
  head.scope = 'row'
  return mark(make('tr', '', head, ...[1, 2, 3, 4].map(() => make('td', 'n'))), { class: name })
}

function fillIn (element, one) {
  const texts = [count(one.images), percent(one.precision), percent(one.recall), percent(one.calibrationError)]
  texts.forEach((text, i) => put(element.cells[i + 1], text))
}
