// What came of a tried image.

import { make, mark } from './dom.js'
import { cut, duration, percent, place, reasonName } from './format.js'
import { topList } from './detail.js'
import { say } from './say.js'
import { heatMap, strongest, thumbnail, whereItMatters } from './thumb.js'

const SLIGHT = 0.01

/** Shows the answer of /page/try; preview is an element for when the answer has no picture. */
export function showOutcome (result, answer, preview) {
  const stage = make('div', 'stage', thumbnail(answer.thumb) ?? preview)
  const verdict = answer.prediction ? label(answer.prediction) : refusal(answer.rejected)
  const more = answer.prediction ? [topList(answer.prediction.top), ...heat(answer, stage)] : []
  result.replaceChildren(stage, verdict, steps(answer), ...more)
  mark(result, { outcome: answer.prediction ? 'label' : 'refused' })
}

function label (prediction) {
  say(`The image is labelled ${cut(prediction.label, 60)}, ${percent(prediction.confidence)}.`)
  return make('div', 'verdict', make('strong', 'foreign', cut(prediction.label, 60)), make('span', '', `${percent(prediction.confidence)} sure`))
}

function refusal (rejected) {
  say(`The image was refused: ${reasonName(rejected.reason)}.`)
  return make('div', 'verdict wrong', make('strong', '', reasonName(rejected.reason)), make('span', 'foreign', cut(rejected.message, 300)))
}

function steps (answer) {
  const end = answer.prediction ? `Answered after ${millis(answer.answeredMillis)} by ` : `Refused after ${millis(answer.answeredMillis)}`
  const by = answer.prediction ? make('span', 'foreign', cut(answer.prediction.version, 60)) : ''
  return make('ol', 'steps',
    make('li', '', 'Sent to ', make('span', 'foreign', place(answer.source)), `, in ${millis(answer.sentMillis)}`),
    make('li', '', end, by))
}

const millis = ms => duration(ms / 1000)

function heat (answer, stage) {
  if (!answer.heat) return []
  const most = strongest(answer.heat)
  if (most < SLIGHT) return [make('p', 'soft', 'No part of the image decides alone: whatever is covered, the label stays as sure.')]
  const map = heatMap(answer.heat)
  stage.append(map)
  const box = make('input')
  box.type = 'checkbox'
  box.checked = true
  box.addEventListener('change', () => { map.hidden = !box.checked })
  const points = (100 * most).toFixed(0)
  return [
    make('label', 'switch', box, ' Show which pixels mattered'),
    make('ul', 'soft legend',
      make('li', '', make('span'), `Orange: covered, the label loses up to ${points} points, most in the ${whereItMatters(answer.heat)} part.`),
      make('li', '', make('span', 'against'), 'Blue: covered, it gains.'))
  ]
}
