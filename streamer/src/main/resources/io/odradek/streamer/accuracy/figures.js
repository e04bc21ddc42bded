// The figures of a window.

import { byId, put } from './dom.js'
import { count, counted, cut, percent } from './format.js'
import { interval } from './interval.js'

const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' })

/** The large numbers at the top. */
export class Figures {
  /** Of a version's newest window of that size. */
  update (model, size) {
    const window = model.windows[size]
    set('window', cut(model.model), window ? `${size} of ${day.format(new Date(window.start))}, from ${clock.format(new Date(window.start))} UTC` : '')
    set('images', count(window?.images), window ? `${counted(window.images - window.right, 'mistake')}` : '')
    set('calibration', percent(window?.calibrationError), 'expected, 15 bins')
    if (!window?.images) return set('accuracy', '–', `none in this ${size}`)
    const [low, high] = interval(window.right, window.images)
    set('accuracy', percent(window.accuracy), `95 %: ${percent(low)} to ${percent(high)}`)
  }
}

function set (name, value, note) {
  const figure = byId('figures').querySelector(`[data-figure=${name}]`)
  put(figure.querySelector('b'), value)
  put(figure.querySelector('small'), note)
}
