// One chart of the last five minutes: lines, swaps, and a cursor that reads a moment off.

import { draw, make, mark, put } from './dom.js'
import { cut, shortTime, time } from './format.js'
import { WINDOW } from './series.js'

const LEFT = 52
const RIGHT = 2
const TOP = 22
const FOOT = 22
const HEIGHT = 206
const NAME_ROOM = 96 // pixels that a version's name takes

/** A chart in a section of the page with an svg, a range input for the cursor, and a paragraph for the keys. */
export class Chart {
  #section
  #svg
  #cursor
  #form
  #width = 600
  #keys

  /**
   * @param section the element
   * @param form { lines: [{ field, name, area }], scale(values): { ticks, height }, tick(value), value(value), unit }
   * @param moved is called with the second, counted from now, that is looked at; null for none
   */
  constructor (section, form, moved) {
    this.#section = section
    this.#svg = section.querySelector('svg')
    this.#cursor = section.querySelector('input')
    this.#form = form
    this.#keys = this.#makeKeys()
    this.#listen(moved)
  }

  #makeKeys () {
    const when = make('span', 'when')
    const values = this.#form.lines.map(line => make('b'))
    const keys = this.#form.lines.map((line, i) => make('span', 'key ' + line.field, line.name + ' ', values[i]))
    this.#section.querySelector('.keys').append(...keys, when)
    return { when, values }
  }

  #listen (moved) {
    const cursor = this.#cursor
    const atCursor = () => moved(Number(cursor.value) || null)
    cursor.addEventListener('input', atCursor)
    cursor.addEventListener('focus', atCursor)
    cursor.addEventListener('blur', () => { cursor.value = 0; moved(null) })
    cursor.addEventListener('pointermove', event => {
      if (event.pointerType === 'mouse') moved(Math.round(event.offsetX / cursor.clientWidth * (WINDOW - 1)) - WINDOW + 1)
    })
    cursor.addEventListener('pointerleave', () => atCursor())
  }

  /** Draws the points with their swaps, and what the cursor points at: a second counted from the newest, or null. */
  draw (series, swaps, ago) {
    this.#width = Math.max(260, this.#section.clientWidth)
    const values = this.#form.lines.flatMap(line => series.points.map(p => p[line.field])).filter(v => v !== null && v > 0)
    const scale = this.#form.scale(values)
    this.#svg.setAttribute('viewBox', `0 0 ${this.#width} ${HEIGHT}`)
    this.#svg.setAttribute('height', HEIGHT)
    this.#svg.replaceChildren(
      ...this.#grid(scale), ...this.#minutes(series.end), ...this.#swaps(swaps, series.end),
      ...this.#form.lines.flatMap(line => this.#line(line, series, scale)), ...this.#cursorLine(series, scale, ago))
    this.#read(series, ago)
  }

  #x (t, end) {
    return LEFT + (this.#width - LEFT - RIGHT) * (t - end + WINDOW - 1) / (WINDOW - 1)
  }

  #y (share) {
    return HEIGHT - FOOT - (HEIGHT - FOOT - TOP) * share
  }

  #grid (scale) {
    const lines = scale.ticks.flatMap((tick, i) => {
      const y = Math.round(this.#y(scale.height(tick))) + 0.5
      return [
        draw('line', { class: i === 0 ? 'base' : 'grid', x1: LEFT, x2: this.#width - RIGHT, y1: y, y2: y }),
        draw('text', { class: 'end', x: LEFT - 8, y: y + 4 }, this.#form.tick(tick))
      ]
    })
    return [...lines, draw('text', { x: 0, y: 9 }, this.#form.unit)]
  }

  #minutes (end) {
    const marks = []
    for (let t = Math.ceil((end - WINDOW + 1) / 60) * 60; t <= end; t += 60) {
      const x = this.#x(t, end)
      if (x < LEFT + 18 || x > this.#width - 20) continue
      marks.push(draw('text', { class: 'mid', x: x.toFixed(1), y: HEIGHT - 4 }, shortTime(1000 * t)))
    }
    return marks
  }

  /** The newest gets its name first; another one's stands on the side of its line where there is room, or nowhere. */
  #swaps (swaps, end) {
    let free = this.#width + 1
    return swaps.filter(swap => swap.t > end - WINDOW && swap.t <= end).sort((a, b) => b.t - a.t).map(swap => {
      const x = this.#x(swap.t, end)
      const group = mark(draw('g', { class: 'swap' }, draw('line', { x1: x, x2: x, y1: TOP - 8, y2: HEIGHT - FOOT })), { version: swap.version })
      // The unit's name stands before the first.
      const left = [x - 3, x + 3 - NAME_ROOM].find(side => side > LEFT + 60 && side + NAME_ROOM <= free)
      if (left !== undefined) {
        const after = left === x - 3
        group.append(draw('text', { class: after ? '' : 'end', x: after ? x - 3 : x + 3, y: 9 }, cut(swap.version, 14)))
        free = left
      }
      return group
    }).reverse()
  }

  #line (line, series, scale) {
    const runs = []
    let last = -Infinity
    for (const point of series.points) {
      const value = point[line.field]
      if (value === null) continue
      const spot = `${this.#x(point.t, series.end).toFixed(1)} ${this.#y(scale.height(value)).toFixed(1)}`
      if (point.t === last + 1) runs.at(-1).push(spot)
      else runs.push([spot])
      last = point.t
    }
    const d = runs.map(run => 'M' + run.join('L') + (run.length === 1 ? 'h.01' : '')).join('')
    const path = draw('path', { class: 'line ' + line.field, d })
    return line.area ? [draw('path', { class: 'area ' + line.field, d: this.#area(runs) }), path] : [path]
  }

  #area (runs) {
    const foot = this.#y(0)
    const x = spot => spot.split(' ')[0]
    return runs.map(run => `M${x(run[0])} ${foot}L${run.join('L')}L${x(run.at(-1))} ${foot}Z`).join('')
  }

  #cursorLine (series, scale, ago) {
    if (ago === null) return []
    const x = this.#x(series.end + ago, series.end)
    const point = series.at(series.end + ago)
    const dots = this.#form.lines.filter(line => point && point[line.field] !== null)
      .map(line => draw('circle', { class: 'dot ' + line.field, cx: x, cy: this.#y(scale.height(point[line.field])), r: 3.5 }))
    return [draw('line', { class: 'cursor', x1: x, x2: x, y1: TOP - 4, y2: HEIGHT - FOOT }), ...dots]
  }

  /** The keys have the values at the cursor, or now; for a screen reader the cursor and the picture say them too. */
  #read (series, ago) {
    const t = series.end + (ago ?? 0)
    const point = series.at(t)
    const texts = this.#form.lines.map(line => this.#form.value(point?.[line.field] ?? null))
    this.#form.lines.forEach((line, i) => put(this.#keys.values[i], texts[i]))
    put(this.#keys.when, ago === null ? 'now' : time(1000 * t))
    const said = this.#form.lines.map((line, i) => `${line.name} ${texts[i]}`).join(', ')
    if (ago !== null) this.#cursor.setAttribute('aria-valuetext', `${time(1000 * t)}: ${said}`)
    this.#svg.setAttribute('aria-label', `The last five minutes; now ${said}.`)
  }
}
