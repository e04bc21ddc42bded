// Which classes are taken for which: a matrix where there are few enough to read one, and the most frequent mistakes.

import { byId, fill, make, mark, put, reconcile, show } from './dom.js'
import { count, cut, percent } from './format.js'

const MOST_CLASSES = 25
const MOST_MISTAKES = 10

/** The matrix and the list. */
export class Confusion {
  /** Of a version's newest window of that size. */
  update (model, size) {
    const window = model.windows[size]
    const names = Object.keys(window?.classes ?? {})
    const isMatrix = names.length > 0 && names.length <= MOST_CLASSES && !window.omitted
    show(byId('confusion').parentElement, isMatrix)
    if (isMatrix) matrix(names, window.confusions)
    mistakes(window?.confusions ?? [])
  }
}

function matrix (names, confusions) {
  const counts = new Map(confusions.map(one => [key(one.truth, one.predicted), one.images]))
  const table = byId('confusion')
  const head = make('tr', '', make('td'), ...names.map(name => header('col', name)))
  table.tHead.replaceChildren(head)
  table.tBodies[0].replaceChildren(...names.map(truth => {
    const row = names.map(predicted => counts.get(key(truth, predicted)) ?? 0)
    const all = row.reduce((sum, n) => sum + n, 0)
    return make('tr', '', header('row', truth), ...names.map((predicted, i) => cell(truth, predicted, row[i], all)))
  }))
}

function header (scope, name) {
  const element = make('th', 'foreign', make('span', '', cut(name, 24)))
  element.scope = scope
  element.title = name
  return element
}

function cell (truth, predicted, images, all) {
  const share = all > 0 ? images / all : 0
  const element = make('td', truth === predicted ? 'right' : '', images > 0 ? count(images) : '')
  element.title = `${truth} taken for ${predicted}: ${count(images)}, ${percent(share)} of the row`
  return mark(fill(element, share), { truth, predicted, count: images, dark: share > 0.55 ? 'yes' : null })
}

function mistakes (confusions) {
  const worst = confusions.filter(one => one.truth !== one.predicted && one.images > 0).slice(0, MOST_MISTAKES)
  reconcile(byId('mistakes'), worst, one => key(one.truth, one.predicted), one => mark(make('li', '', make('span', 'foreign', `${cut(one.truth, 40)} taken for ${cut(one.predicted, 40)}`), make('b')), { truth: one.truth, predicted: one.predicted }), (item, one) => put(item.querySelector('b'), count(one.images)))
  show(byId('mistakes-none'), worst.length === 0)
}

const key = (truth, predicted) => JSON.stringify([truth, predicted])
