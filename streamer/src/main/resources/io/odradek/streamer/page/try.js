// Try it: an image of one's own goes through Kafka.

import { byId, make, mark, put, show } from './dom.js'
import { bytes, sentence } from './format.js'
import { say } from './say.js'
import { showOutcome } from './tried.js'

/** The drop zone, the file chooser and paste. */
export class Try {
  #token
  #busy = false
  #zone = byId('try-zone')

  constructor (token) {
    this.#token = token
    byId('try-file').addEventListener('change', event => {
      this.#take(event.target.files)
      event.target.value = '' // the same file again is another try
    })
    document.addEventListener('paste', event => this.#take(event.clipboardData.files))
    document.addEventListener('dragover', event => this.#over(event))
    document.addEventListener('dragleave', event => { if (event.relatedTarget === null) mark(this.#zone, { over: null }) })
    document.addEventListener('drop', event => this.#drop(event))
  }

  update (feed) {
    show(byId('try'), feed.try === true)
  }

  get #off () {
    return byId('try').hidden || byId('live').hidden
  }

  #over (event) {
    event.preventDefault() // or the browser would open the file in the page's place
    if (!this.#off) mark(this.#zone, { over: 'yes' })
  }

  #drop (event) {
    event.preventDefault()
    mark(this.#zone, { over: null })
    this.#take(event.dataTransfer.files)
  }

  async #take (files) {
    if (files.length === 0 || this.#busy || this.#off) return
    this.#busy = true
    try {
      const file = files[0]
      await this.#send(file, await this.#begin(file))
    } catch {
      this.#failed('The streamer cannot be reached, or the file cannot be read.')
    } finally {
      this.#busy = false
      mark(this.#zone, { busy: null })
    }
  }

  async #begin (file) {
    mark(this.#zone, { busy: 'yes' })
    show(byId('try-error'), false)
    const result = mark(byId('try-result'), { outcome: null })
    const preview = await loaded(URL.createObjectURL(file))
    result.replaceChildren(make('div', 'stage', preview), make('p', 'soft', `Sending ${bytes(file.size)} …`))
    show(result, true)
    return preview
  }

  async #send (file, preview) {
    const response = await fetch('page/try', {
      method: 'POST',
      headers: { ...this.#token.headers(), 'Content-Type': file.type || 'application/octet-stream', 'X-Odradek-Try': '1' },
      body: file,
      signal: AbortSignal.timeout(60000)
    })
    if (response.ok) return showOutcome(byId('try-result'), await response.json(), preview)
    this.#failed(explain(response, (await response.text()).slice(0, 300)))
  }

  #failed (why) {
    show(byId('try-result'), false)
    show(byId('try-error'), true)
    put(byId('try-error'), why)
    say(why)
  }
}

function explain (response, text) {
  const wait = Number(response.headers.get('Retry-After'))
  return sentence(text || `The streamer answers ${response.status}`) + (wait > 0 ? ` Again in ${wait} s.` : '')
}

/** The picture at that address, or nothing where the browser cannot show it. */
function loaded (address) {
  const image = make('img', 'thumb')
  image.alt = ''
  return new Promise(resolve => {
    const done = node => { URL.revokeObjectURL(address); resolve(node) }
    image.onload = () => done(image)
    image.onerror = () => done(make('span', 'thumb'))
    image.src = address
  })
}
