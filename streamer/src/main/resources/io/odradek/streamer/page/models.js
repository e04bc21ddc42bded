// The models in force, and how it came to them.

import { byId, make, mark, put, reconcile, show } from './dom.js'
import { age, count, cut, duration, moment, percent } from './format.js'
import { say } from './say.js'

const SHOWN = 8

/** The models and the timeline of swaps. */
export class Models {
  #told = null

  update (feed) {
    reconcile(byId('models'), feed.models, model => model.name, makeModel, (section, model) => fillModel(section, model, feed.at))
    this.#events(feed)
  }

  #events (feed) {
    const events = [...feed.events].reverse()
    const several = feed.models.length > 1
    const entry = (item, event) => mark(item, { now: isInForce(feed, event) ? 'yes' : null })
    const list = (id, some) => reconcile(byId(id), some, eventKey, event => makeEvent(event, several), entry)
    list('events', events.slice(0, SHOWN))
    list('events-earlier', events.slice(SHOWN))
    show(byId('events-more'), events.length > SHOWN)
    put(byId('events-more').querySelector('summary'), `${events.length - SHOWN} earlier`)
    show(byId('events-empty'), events.length === 0)
    this.#tell(events)
  }

  #tell (events) {
    const newest = events[0]
    const key = newest ? eventKey(newest) : ''
    if (this.#told !== null && key !== this.#told && newest) {
      say(newest.result === 'live' ? `Model ${cut(newest.version)} is in force.` : `Model ${cut(newest.version)} was refused.`)
    }
    this.#told = key
  }
}

const eventKey = event => [event.at, event.model, event.version, event.result].join(' ')

function isInForce (feed, event) {
  const model = feed.models.find(one => one.name === event.model)
  const last = feed.events.findLast(e => e.model === event.model && e.result === 'live')
  return event === last && model?.live === event.version
}

function makeModel () {
  return make('section', 'model', make('h3', 'foreign'), make('p', 'version foreign'), make('p', 'behind wrong'), make('dl', 'facts'))
}

function fillModel (section, model, at) {
  mark(section, { model: model.name, live: model.live ?? '' })
  put(section.querySelector('h3'), cut(model.name))
  put(section.querySelector('.version'), cut(model.live ?? 'No model yet'))
  const behind = section.querySelector('.behind')
  put(behind, model.behindSeconds > 0 ? `For ${age(model.behindSeconds)} another version has been promoted that is not in force here.` : '')
  show(behind, model.behindSeconds > 0)
  reconcile(section.querySelector('dl'), facts(model, at), fact => fact[0], ([name]) => make('div', '', make('dt', '', name), make('dd')), (row, [name, value]) => {
    put(row.lastChild, value)
    row.lastChild.title = name === 'sha256' ? model.sha256 : ''
  })
}

function facts (model, at) {
  if (!model.live) return [['publish one', 'trainer/bin/trainer train --publish --bootstrap-servers BROKER:9092']]
  const all = [
    ['since', model.since && `${moment(model.since)}, for ${age((new Date(at) - new Date(model.since)) / 1000)}`],
    ['accuracy', typeof model.accuracy === 'number' && `${percent(model.accuracy)} of its test images`],
    ['classes', classes(model) > 0 && count(classes(model))],
    ['sha256', model.sha256 && cut(model.sha256, 12)]
  ]
  return all.filter(fact => fact[1])
}

/** How many it has: of many, the feed names only the first. */
const classes = model => model.classes ?? model.labels?.length ?? 0

function makeEvent (event, several) {
  const live = event.result === 'live'
  const time = make('time', '', moment(event.at))
  time.dateTime = event.at
  const what = live ? 'live' + (event.seconds === null ? '' : ` after ${duration(event.seconds)}`) : `refused at ${cut(event.stage, 20)}`
  const item = make('li', '', time, make('span', 'version foreign', cut(event.version)), ' ', make('span', 'what', what))
  if (several) item.append(make('span', 'of foreign', cut(event.model)))
  if (event.why) item.append(make('p', 'why foreign', cut(event.why, 300)))
  return mark(item, { version: event.version, result: event.result, model: event.model })
}
