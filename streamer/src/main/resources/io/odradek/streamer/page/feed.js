// Asks the streamer for what is new, about once a second.

const PERIOD = 1000
const HIDDEN = 15000 // a page that nobody looks at
const REFUSED = 30000
const TIMEOUT = 10000
const DELAYS = [1000, 2000, 4000, 8000, 15000, 30000] // after each failure in a row

/** The feed of the streamer. Its parts of a page are told what comes, and how the connection is. */
export class Feed {
  #token
  #events
  #after = 0
  #instance = null
  #failures = 0
  #wake = () => {}

  /**
   * @param token where the token comes from, see token.js
   * @param events data(feed), restart() when it is another streamer now, and connection(state) with
   *     { kind: live | lost | locked | refused, why, retryAt: milliseconds since 1970 }
   */
  constructor (token, events) {
    this.#token = token
    this.#events = events
    document.addEventListener('visibilitychange', () => { if (!document.hidden) this.now() })
    window.addEventListener('online', () => this.now())
  }

  /** Asks at once instead of later. */
  now () {
    this.#wake()
  }

  /** Asks for ever. */
  async run () {
    for (;;) await this.#sleep(await this.#once())
  }

  #sleep (millis) {
    return new Promise(resolve => {
      const timer = setTimeout(resolve, millis)
      this.#wake = () => { clearTimeout(timer); resolve() }
    })
  }

  /** One question; the milliseconds until the next. */
  async #once () {
    let response
    try {
      response = await this.#ask()
    } catch (error) {
      return this.#lost(error.name === 'TimeoutError' ? 'The streamer does not answer.' : 'The streamer cannot be reached.')
    }
    if (response.status === 401) return this.#unlock()
    try {
      return response.ok ? this.#take(await response.json()) : this.#turnedDown(response, (await response.text()).slice(0, 300))
    } catch (error) {
      console.error(error)
      return this.#lost('The answer of the streamer cannot be read.')
    }
  }

  #ask () {
    return fetch(`page/feed?after=${this.#after}`, {
      headers: this.#token.headers(),
      cache: 'no-store',
      credentials: 'same-origin',
      signal: AbortSignal.timeout(TIMEOUT)
    })
  }

  #take (feed) {
    this.#failures = 0
    const known = this.#instance !== null
    if (known && (feed.instance !== this.#instance || feed.seq < this.#after)) return this.#startAgain()
    this.#instance = feed.instance
    this.#after = feed.seq
    this.#events.connection({ kind: 'live', why: '', retryAt: 0 })
    this.#events.data(feed)
    return document.hidden ? HIDDEN : PERIOD
  }

  /** It was restarted: its numbers begin anew. */
  #startAgain () {
    this.#after = 0
    this.#instance = null
    this.#events.restart()
    return 0
  }

  async #unlock () {
    this.#events.connection({ kind: 'locked', why: '', retryAt: 0 })
    await this.#token.ask()
    return 0
  }

  #turnedDown (response, text) {
    if (response.status === 403) {
      this.#events.connection({ kind: 'refused', why: text, retryAt: Date.now() + REFUSED })
      return REFUSED
    }
    const asked = 1000 * Number(response.headers.get('Retry-After'))
    return this.#lost(`The streamer answers ${response.status}${text ? ': ' + text : ''}`, asked)
  }

  /** Tries again after the time that the streamer asked for, or else after longer and longer. */
  #lost (why, asked = 0) {
    const planned = asked > 0 ? Math.min(asked, 60000) : DELAYS[Math.min(this.#failures, DELAYS.length - 1)]
    const delay = planned * (1 + 0.3 * Math.random()) // not all pages at once
    const isPassing = asked > 0 && this.#failures === 0 // a busy moment is no news
    this.#failures++
    if (!isPassing) this.#events.connection({ kind: 'lost', why, retryAt: Date.now() + delay })
    return delay
  }
}
