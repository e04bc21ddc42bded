// The token that a streamer may ask for: kept in this tab, sent as a header, never in an address.

import { byId, put, show } from './dom.js'

const KEY = 'odradek.token'

/** The token: from the form when the streamer asks for one. */
export class Token {
  #asked = null
  #answer = () => {}

  constructor () {
    byId('token').addEventListener('submit', event => {
      event.preventDefault()
      this.#given(byId('token-value').value.trim())
    })
  }

  /** The headers that a request needs. */
  headers () {
    const value = sessionStorage.getItem(KEY)
    return value ? { Authorization: `Bearer ${value}` } : {}
  }

  /** Shows the form until a token is there. To be called when the one at hand, or none, was not taken. */
  ask () {
    this.#asked ??= new Promise(resolve => {
      put(byId('token-error'), sessionStorage.getItem(KEY) ? 'That is not the token of this streamer.' : '')
      sessionStorage.removeItem(KEY)
      show(byId('live'), false)
      show(byId('token'), true)
      byId('token-value').focus()
      this.#answer = resolve
    })
    return this.#asked
  }

  #given (value) {
    if (!/^[\x21-\x7e]+$/.test(value)) {
      put(byId('token-error'), 'A token has printable characters only, and no spaces.')
      return
    }
    sessionStorage.setItem(KEY, value)
    byId('token-value').value = ''
    this.#asked = null
    this.#answer()
  }

  /** The token was taken, or none is wanted: the page instead of the form. */
  taken () {
    show(byId('token'), false)
    show(byId('live'), true)
  }
}
