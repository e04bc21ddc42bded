// The figures at the top: what an operator looks at first.

import { byId, mark, put } from './dom.js'
import { age, count, cut, duration, percent, rate } from './format.js'
import { median, sum, WINDOW } from './series.js'

const SHORT = 5
const RECENT = 10
const LATE = 10 // seconds of lag that are worth a colour

function set (name, value, note, warn = false) {
  const figure = document.querySelector(`#figures [data-figure=${name}]`)
  put(figure.querySelector('b'), value)
  put(figure.querySelector('small'), note)
  mark(figure, { warn: warn ? 'yes' : null })
}

function throughput (series) {
  const last = series.last(SHORT, 'answered')
  set('throughput', last.length === 0 ? '–' : rate(sum(last) / last.length) + '/s', `answered, mean of ${SHORT} s`)
}

function latency (series) {
  const p99 = series.last(RECENT, 'p99')
  set('p50', duration(median(series.last(RECENT, 'p50'))), `end to end, last ${RECENT} s`)
  set('p99', p99.length === 0 ? '–' : duration(Math.max(...p99)), `worst second of ${RECENT}`)
}

function lag (topics) {
  const oldest = topics.reduce((a, b) => b.seconds > a.seconds ? b : a, { seconds: 0, topic: '' })
  const images = sum(topics.map(topic => topic.records))
  const where = topics.length > 1 && oldest.topic ? ` in ${cut(oldest.topic, 24)}` : ''
  set('lag', count(images), images === 0 ? 'images: all are answered' : `images, oldest ${duration(oldest.seconds)}${where}`, oldest.seconds >= LATE)
}

function rejected (series, alarm) {
  const answered = sum(series.last(WINDOW, 'answered'))
  const bad = sum(series.last(WINDOW, 'rejected'))
  set('rejected', answered === 0 ? '–' : percent(bad / answered), answered === 0 ? 'no image in 5 min' : `${count(bad)} of ${count(answered)} in 5 min`, alarm !== '')
}

function model (models, at) {
  const live = models.filter(one => one.live)
  if (models.length > 1) return set('model', `${live.length} of ${models.length}`, 'models are in force', live.length < models.length)
  const since = live[0]?.since ? `for ${age((new Date(at) - new Date(live[0].since)) / 1000)}` : ''
  set('model', cut(live[0]?.live ?? 'none yet', 40), live.length === 0 ? 'nothing is classified' : [cut(live[0].name, 40), since].filter(Boolean).join(', '))
}

/** Writes all of them. */
export class Figures {
  update (feed, series) {
    throughput(series)
    latency(series)
    lag(feed.lag)
    rejected(series, feed.alarm)
    model(feed.models, feed.at)
    put(byId('instance'), cut(feed.instance, 80))
    put(byId('state'), feed.paused ? 'paused' : feed.state)
    mark(byId('state'), { ready: feed.ready ? 'yes' : 'no' })
  }
}
