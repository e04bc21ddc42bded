// What needs a person's attention, in sentences, and how the connection to the streamer is.

import { byId, make, mark, put, reconcile } from './dom.js'
import { age, cut, sentence, time } from './format.js'
import { say } from './say.js'

const TITLES = {
  connection: 'Connection lost',
  refused: 'Not shown',
  alarm: 'Alarm',
  lost: 'Images lost',
  lastError: 'Last error',
  paused: 'Paused',
  waitingFor: 'Waiting for'
}

const ERROR_SECONDS = 600 // after that an error is past, unless the streamer is ending of it

/** The notices at the top of the page. */
export class Notices {
  #retry
  #connection = { kind: 'starting', why: '', retryAt: 0 }
  #feed = null
  #at = null
  #said = new Set()

  /** @param retry asks the streamer at once */
  constructor (retry) {
    this.#retry = retry
    setInterval(() => { if (this.#connection.kind === 'lost') this.#draw() }, 1000)
  }

  /** How the connection is now, see feed.js. */
  connection (state) {
    this.#connection = state
    mark(document.body, { connection: state.kind })
    this.#draw()
  }

  /** What the streamer says. */
  update (feed) {
    this.#feed = feed
    this.#at = feed.at
    document.title = feed.ready ? 'Odradek' : `Odradek: ${feed.paused ? 'paused' : feed.state}`
    this.#draw()
  }

  #draw () {
    const notices = [...this.#own(), ...this.#streamers()]
    reconcile(byId('notices'), notices, notice => notice.kind, notice => this.#make(notice), fillIn)
    this.#sayNew(notices)
    put(byId('connection-text'), this.#words())
    if (this.#connection.kind === 'lost') document.title = 'Odradek: connection lost'
  }

  #own () {
    const { kind, why, retryAt } = this.#connection
    if (kind === 'refused') return [{ kind: 'refused', text: why }]
    if (kind !== 'lost') return []
    const seconds = Math.max(0, Math.round((retryAt - Date.now()) / 1000))
    const old = this.#at ? ` What is shown is of ${time(this.#at)}.` : ''
    return [{ kind: 'connection', text: `${sentence(why)}${old}`, detail: seconds > 0 ? `Next try in ${seconds} s.` : 'Trying …' }]
  }

  #streamers () {
    const feed = ['live', 'lost'].includes(this.#connection.kind) && this.#feed ? this.#feed : {}
    return ['alarm', 'lost', 'lastError', 'paused', 'waitingFor'].filter(kind => feed[kind] && !(kind === 'lastError' && isPast(feed)))
      .map(kind => ({ kind, text: cut(feed[kind], 600), detail: kind === 'lastError' ? ago(feed) : '' }))
  }

  #words () {
    const { kind } = this.#connection
    if (kind === 'live') return `Live, ${time(this.#at)}`
    return { lost: 'Connection lost', refused: 'Not shown', locked: 'Token wanted' }[kind] ?? 'Connecting'
  }

  #make (notice) {
    const item = mark(make('li', 'notice', make('strong', '', TITLES[notice.kind]), ' ', make('span', 'foreign'), ' ', make('span', 'soft')), { kind: notice.kind })
    if (notice.kind === 'connection') {
      const button = make('button', '', 'Try now')
      button.addEventListener('click', this.#retry)
      item.append(button)
    }
    return item
  }

  #sayNew (notices) {
    const kinds = new Set(notices.map(notice => notice.kind))
    for (const notice of notices) if (!this.#said.has(notice.kind)) say(`${TITLES[notice.kind]}: ${notice.text}`)
    for (const kind of this.#said) if (!kinds.has(kind)) say(`No longer: ${TITLES[kind]}.`)
    this.#said = kinds
  }
}

/** Of the last error, by the streamer's clock; no number where it does not say when. */
const errorAge = feed => (new Date(feed.at) - new Date(feed.lastErrorAt || NaN)) / 1000

const isPast = feed => errorAge(feed) > ERROR_SECONDS && !/error$/.test(feed.state)

const ago = feed => errorAge(feed) >= 0 ? `${age(errorAge(feed))} ago` : ''

function fillIn (item, { text, detail = '' }) {
  const [words, soft] = item.querySelectorAll('span')
  put(words, text)
  put(soft, detail)
}
