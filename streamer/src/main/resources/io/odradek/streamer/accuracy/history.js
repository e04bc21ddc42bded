// The accuracy of the last windows of a version, one point each.

import { byId, draw, mark } from './dom.js'
import { counted, percent } from './format.js'
import { interval } from './interval.js'

const LEFT = 52
const RIGHT = 8
const TOP = 10
const FOOT = 24
const HEIGHT = 206
const LENGTHS = { minute: 60e3, hour: 3600e3, day: 86400e3 }
const LINES = 4

const short = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' })
const long = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })

/** The chart. */
export class History {
  /** The last windows of that size. */
  update (model, size) {
    const svg = byId('history').querySelector('svg')
    const points = (model.history[size] ?? []).filter(point => point.images > 0)
    const width = Math.max(260, svg.clientWidth)
    svg.setAttribute('viewBox', `0 0 ${width} ${HEIGHT}`)
    svg.setAttribute('aria-label', label(points, size))
    svg.replaceChildren(...(points.length > 0 ? chart(points, size, width) : []))
  }
}

function chart (points, size, width) {
  const intervals = points.map(point => interval(point.right, point.images))
  const low = Math.floor(10 * Math.min(...intervals.map(one => one[0]))) / 10
  const y = share => TOP + (1 - (share - low) / (1 - low || 1)) * (HEIGHT - TOP - FOOT)
  const last = points.at(-1).start
  const span = Math.max(points.length > 1 ? last - points[0].start : 0, LENGTHS[size])
  const x = start => width - RIGHT - (last - start) / span * (width - LEFT - RIGHT - 8)
  return [...lines(low, width, y), ...times(points, size, x), ...points.map((point, i) => dot(point, intervals[i], x(point.start), y))]
}

function lines (low, width, y) {
  return Array.from({ length: LINES + 1 }, (_, i) => low + i * (1 - low) / LINES).flatMap(share => [
    draw('line', { x1: LEFT, x2: width, y1: y(share), y2: y(share) }),
    draw('text', { x: LEFT - 8, y: y(share) + 4, class: 'end' }, percent(share))
  ])
}

function times (points, size, x) {
  const form = size === 'day' ? long : short
  const ends = points.length > 1 ? [points[0], points.at(-1)] : [points[0]]
  return ends.map((point, i) => draw('text', { x: i === 0 && ends.length > 1 ? LEFT : x(point.start), y: HEIGHT - 6, class: i === 0 && ends.length > 1 ? '' : 'end' }, form.format(new Date(point.start))))
}

function dot (point, [low, high], x, y) {
  const share = point.right / point.images
  const words = draw('title', {}, `${percent(share)} of ${counted(point.images, 'prediction')}, ${new Date(point.start).toISOString()}`)
  const at = mark(draw('circle', { cx: x, cy: y(share), r: 3.5, class: 'dot' }, words), { start: point.start })
  return draw('g', {}, draw('line', { x1: x, x2: x, y1: y(low), y2: y(high), class: 'sure' }), at)
}

function label (points, size) {
  if (points.length === 0) return 'No labelled prediction'
  const last = points.at(-1)
  return `Accuracy by ${size}: ${points.length} windows, in the last ${percent(last.right / last.images)}`
}
