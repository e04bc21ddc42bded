// The page of streamer evaluate: what the feed brings goes to each part, and a part that fails stops no other.

import { Classes } from './classes.js'
import { Confusion } from './confusion.js'
import { byId, mark, put, show } from './dom.js'
import { Feed } from './feed.js'
import { Figures } from './figures.js'
import { cut } from './format.js'
import { History } from './history.js'
import { Notices } from './notices.js'
import { Token } from './token.js'
import { Versions } from './versions.js'

let models = []
const token = new Token()
const notices = new Notices(() => feed.now())
const versions = new Versions(() => choose())
const parts = [new Figures(), new History(), new Confusion(), new Classes()]

function data (news) {
  token.taken()
  guarded(() => notices.update(news))
  put(byId('state'), news.state)
  mark(byId('state'), { ready: news.ready ? 'yes' : 'no' })
  put(byId('instance'), cut(news.instance, 80))
  if (news.models) {
    models = news.models
    show(byId('none'), models.length === 0)
    show(byId('some'), models.length > 0)
    choose()
  }
}

/** Shows the version and window that somebody has chosen. */
function choose () {
  guarded(() => versions.update(models))
  const { model, size } = versions.chosen(models)
  if (model) for (const part of parts) guarded(() => part.update(model, size))
}

function guarded (step) {
  try {
    step()
  } catch (error) {
    console.error(error)
  }
}

function connection (state) {
  if (state.kind === 'refused') show(byId('live'), false)
  notices.connection(state)
}

window.addEventListener('resize', () => choose()) // the chart is as wide as the page

const feed = new Feed(token, { data, restart: () => { models = [] }, connection })
feed.run()
