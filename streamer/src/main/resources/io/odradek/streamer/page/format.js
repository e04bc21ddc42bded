// Numbers with their units, as people read them.

const SPACE = '\u00a0'
const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' })
const minute = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' })

const isNumber = x => typeof x === 'number' && Number.isFinite(x)

/** 1,240 */
export const count = n => isNumber(n) ? whole.format(n) : '–'

/** 1,240 images, 1 image */
export const counted = (n, one, many = one + 's') => count(n) + SPACE + (n === 1 ? one : many)

/** Rates: 1,240 or, below ten, 3.4 */
export const rate = n => isNumber(n) ? (n < 9.95 && n % 1 !== 0 ? n.toFixed(1) : whole.format(n)) : '–'

/** A probability: 99.1 %. What is not certain is never shown as certain. */
export function percent (share) {
  if (!isNumber(share)) return '–'
  if (share < 1 && share >= 0.9995) return '>99.9' + SPACE + '%'
  if (share > 0 && share < 0.0005) return '<0.1' + SPACE + '%'
  return (100 * share).toFixed(1) + SPACE + '%'
}

/** A time that is measured, of seconds: 0.42 ms, 12 ms, 1.24 s, 2 min 5 s. */
export function duration (seconds) {
  if (!isNumber(seconds)) return '–'
  const millis = 1000 * seconds
  if (millis === 0) return '0' + SPACE + 'ms'
  if (millis < 1) return millis.toFixed(2) + SPACE + 'ms'
  if (millis < 9.95) return millis.toFixed(1) + SPACE + 'ms'
  if (millis < 999.5) return millis.toFixed(0) + SPACE + 'ms'
  return seconds < 9.95 ? seconds.toFixed(1) + SPACE + 's' : age(seconds)
}

/** A round time at a chart's line: 1 ms, 100 ms, 10 s. */
export const tick = seconds => seconds < 1 ? Number((1000 * seconds).toPrecision(3)) + SPACE + 'ms' : count(seconds) + SPACE + 's'

/** A time that passes, of seconds: 8 s, 2 min 5 s, 3 h 20 min, 4 d 2 h. */
export function age (seconds) {
  if (!isNumber(seconds)) return '–'
  const s = Math.max(0, Math.round(seconds))
  if (s < 60) return s + SPACE + 's'
  if (s < 3600) return two(s, 60, 'min', 1, 's')
  if (s < 86400) return two(s, 3600, 'h', 60, 'min')
  return two(s, 86400, 'd', 3600, 'h')
}

function two (s, large, largeUnit, small, smallUnit) {
  const rest = Math.floor(s % large / small)
  return Math.floor(s / large) + SPACE + largeUnit + (rest > 0 ? ' ' + rest + SPACE + smallUnit : '')
}

/** Bytes: 812 B, 3.4 kB */
export const bytes = n => !isNumber(n) ? '–' : n < 1000 ? n + SPACE + 'B' : (n / 1000).toFixed(1) + SPACE + 'kB'

/** 14:10:53, of milliseconds since 1970 or an ISO text */
export const time = at => whenValid(at, clock)

/** 14:10 */
export const shortTime = at => whenValid(at, minute)

/** 14:10:53, or with the date when it was not within a day */
export const moment = at => Math.abs(Date.now() - new Date(at)) < 43200e3 ? time(at) : whenValid(at, day)

function whenValid (at, form) {
  const date = new Date(at ?? NaN)
  return Number.isNaN(date.getTime()) ? '–' : form.format(date)
}

/** At most so many characters of a text that may be anything. */
export function cut (text, most = 120) {
  const s = String(text ?? '')
  return s.length > most ? s.slice(0, most) + '…' : s
}

/** A text with a full stop, unless it ends already. */
export const sentence = text => /[.!?…]$/.test(text) ? text : text + '.'

/** WRONG_SIZE: Wrong size */
export function reasonName (code) {
  const words = cut(code, 60).toLowerCase().replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** Where an image lies: images-2, partition 0, offset 1841 */
export const place = of => `${cut(of.topic, 80)}, partition ${of.partition}, offset ${of.offset}`
