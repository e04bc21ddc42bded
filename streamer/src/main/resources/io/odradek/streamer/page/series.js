// The last five minutes, a point a second.

/** How many seconds the charts show. */
export const WINDOW = 300

const FIELDS = ['answered', 'rejected', 'p50', 'p99']

/** Points { t, answered, rejected, p50, p99 }, oldest first, of one window and no more; t in seconds since 1970. */
export class Series {
  points = []

  /** Takes the points of a feed; a second that is there already is replaced. */
  add (series) {
    const length = Math.min(series.answered.length, WINDOW)
    const skipped = series.answered.length - length
    for (let i = skipped; i < skipped + length; i++) this.#put(series, i)
    const first = this.end - WINDOW
    while (this.points.length > 0 && this.points[0].t <= first) this.points.shift()
  }

  #put (series, i) {
    const point = { t: series.from + i }
    for (const field of FIELDS) point[field] = series[field][i] ?? null
    while (this.points.length > 0 && this.points.at(-1).t >= point.t) this.points.pop()
    this.points.push(point)
  }

  /** The newest second, or now when there is none. */
  get end () {
    return this.points.at(-1)?.t ?? Math.floor(Date.now() / 1000)
  }

  /** The values of a field in the newest seconds, without those that are missing. */
  last (seconds, field) {
    const first = this.end - seconds
    return this.points.filter(p => p.t > first && p[field] !== null).map(p => p[field])
  }

  /** The point of that second, if there is one. */
  at (t) {
    return this.points.find(p => p.t === t)
  }
}

/** The sum of some numbers. */
export const sum = values => values.reduce((a, b) => a + b, 0)

/** The one in the middle, null of none. */
export function median (values) {
  return values.length === 0 ? null : [...values].sort((a, b) => a - b)[values.length >> 1]
}
