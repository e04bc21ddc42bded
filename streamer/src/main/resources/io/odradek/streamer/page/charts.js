// The two charts of the page, with one cursor for both.

import { Chart } from './chart.js'
import { byId } from './dom.js'
import { duration, rate, tick } from './format.js'
import { linear, logarithmic } from './scale.js'

const THROUGHPUT = {
  lines: [{ field: 'answered', name: 'answered', area: true }, { field: 'rejected', name: 'rejected' }],
  scale: values => linear(values, 4),
  tick: rate,
  value: value => value === null ? '–' : rate(value) + '/s',
  unit: 'images/s'
}

const LATENCY = {
  lines: [{ field: 'p99', name: 'p99' }, { field: 'p50', name: 'median' }],
  scale: values => logarithmic(values, 0.01),
  tick,
  value: duration,
  unit: 'log scale'
}

/** Throughput and latency. */
export class Charts {
  #ago = null
  #latest = null
  #charts

  constructor () {
    const moved = ago => { this.#ago = ago; this.#draw() }
    this.#charts = [new Chart(byId('throughput'), THROUGHPUT, moved), new Chart(byId('latency'), LATENCY, moved)]
    new ResizeObserver(() => this.#draw()).observe(byId('throughput'))
  }

  /** Draws what is there now. */
  update (feed, series) {
    const swaps = feed.events.filter(event => event.result === 'live')
      .map(event => ({ t: Math.floor(new Date(event.at) / 1000), version: event.version }))
    this.#latest = { series, swaps }
    this.#draw()
  }

  #draw () {
    if (this.#latest === null) return
    const { series, swaps } = this.#latest
    for (const chart of this.#charts) chart.draw(series, swaps, this.#ago)
  }
}
