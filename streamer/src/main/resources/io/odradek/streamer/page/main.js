// The live page: what the feed brings goes to each part, and a part that fails stops no other.

import { Charts } from './charts.js'
import { Classes } from './classes.js'
import { byId, show } from './dom.js'
import { Drift } from './drift.js'
import { Feed } from './feed.js'
import { Figures } from './figures.js'
import { Lag } from './lag.js'
import { Letters } from './letters.js'
import { Models } from './models.js'
import { Notices } from './notices.js'
import { Series } from './series.js'
import { Stream } from './stream.js'
import { Token } from './token.js'
import { Try } from './try.js'

let series = new Series()
const token = new Token()
const stream = new Stream()
const letters = new Letters()
const drift = new Drift()
const notices = new Notices(() => feed.now())
const parts = [notices, new Figures(), new Charts(), stream, new Classes(name => stream.filterByClass(name)), new Models(), new Lag(), letters, drift, new Try(token)]

function data (news) {
  token.taken()
  series.add(news.series)
  for (const part of parts) {
    try {
      part.update(news, series)
    } catch (error) {
      console.error(error)
    }
  }
}

function restart () {
  series = new Series()
  stream.reset()
  letters.reset()
  drift.reset()
}

function connection (state) {
  if (state.kind === 'refused') show(byId('live'), false)
  notices.connection(state)
}

const feed = new Feed(token, { data, restart, connection })
feed.run()
