// The dialog about one image.

import { byId, fill, make } from './dom.js'
import { bytes, cut, duration, moment, percent, place, reasonName } from './format.js'
import { thumbnail } from './thumb.js'

const COLUMNS = 16

/** A list of the most probable classes: [[label, probability], ...]. */
export function topList (top) {
  return make('ol', 'top-five', ...top.slice(0, 5).map(([label, p]) =>
    make('li', '', make('span', 'name foreign', cut(label, 60)), fill(make('span', 'bar'), p), make('span', 'part', percent(p)))))
}

/** The first bytes in a square of four by four. */
export const hexSquare = hex => make('pre', 'hex small', rows(hex.slice(0, 32), 4).map(row => row.join(' ')).join('\n'))

/** The first bytes as people look at them: hexadecimal, and as characters. */
function hexDump (hex) {
  const text = row => row.map(pair => parseInt(pair, 16)).map(b => b > 31 && b < 127 ? String.fromCharCode(b) : '·').join('')
  const dump = make('pre', 'hex whole', rows(hex, COLUMNS).map(row => row.join(' ').padEnd(3 * COLUMNS) + text(row)).join('\n'))
  dump.tabIndex = 0 // it scrolls where there is little room
  return dump
}

function rows (hex, columns) {
  const pairs = hex.slice(0, 128).match(/[0-9a-f]{2}/gi) ?? []
  return Array.from({ length: Math.ceil(pairs.length / columns) }, (_, i) => pairs.slice(columns * i, columns * (i + 1)))
}

/** Opens it for a prediction. */
export function showPrediction (p) {
  open(cut(p.label), thumbnail(p.thumb, 'thumb large'), [
    ['confidence', percent(p.confidence)],
    ['latency', duration(p.latency)],
    ['model', `${cut(p.model)}, ${cut(p.version)}`],
    ...whence(p)
  ], topList(p.top))
}

/** Opens it for a dead letter. */
export function showLetter (letter) {
  open(reasonName(letter.reason), thumbnail(letter.thumb, 'thumb large'), [
    ['reason', cut(letter.reason)],
    ['message', cut(letter.message, 600)],
    ['size', bytes(letter.bytes)],
    ['model', cut(letter.model)],
    ...whence(letter)
  ], letter.hex ? hexDump(letter.hex) : '')
}

/** Opens it for one of the most novel images of a window. */
export function showNovel (image) {
  open(cut(image.label), thumbnail(image.thumb, 'thumb large'), [
    ['confidence', percent(image.confidence)],
    ['novelty', `${image.bits.toFixed(1)} bits: as rare as one image in 2 to that power, by the model's reference`],
    ['model', `${cut(image.window.model)}, ${cut(image.window.version)}`],
    ...whence({ ...image, at: image.window.at })
  ], '')
}

const whence = of => [['from', place(of)], ['at', moment(of.at)], ...(of.id ? [['id', cut(of.id, 200)]] : [])]

function open (title, picture, facts, more) {
  const heading = make('h2', 'foreign', title)
  heading.id = 'detail-title'
  const close = make('button', 'close', 'Close')
  close.autofocus = true
  const dialog = byId('detail')
  close.addEventListener('click', () => dialog.close())
  dialog.onclick = event => { if (event.target === dialog) dialog.close() }
  const list = make('dl', 'facts', ...facts.map(([name, value]) => make('div', '', make('dt', '', name), make('dd', 'foreign', value))))
  dialog.replaceChildren(make('div', 'sheet', make('div', 'head', heading, close), picture ?? '', list, more))
  dialog.showModal()
}
