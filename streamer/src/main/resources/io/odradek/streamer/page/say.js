// What a screen reader is told without being asked: few sentences, politely, never a flood.

import { byId } from './dom.js'

const GAP = 3000
let waiting = []
let timer = null

/** Says a sentence soon, together with others that come at the same time. */
export function say (sentence) {
  if (!waiting.includes(sentence) && waiting.length < 5) waiting.push(sentence)
  timer ??= setTimeout(tell, waiting.length > 1 ? GAP : 300)
}

function tell () {
  byId('say').textContent = waiting.join(' ')
  waiting = []
  timer = setTimeout(() => { timer = null; if (waiting.length > 0) tell() }, GAP)
}
