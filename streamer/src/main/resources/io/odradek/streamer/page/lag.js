// Lag, topic by topic.

import { byId, make, mark, put, reconcile } from './dom.js'
import { count, cut, duration } from './format.js'

const makeRow = topic => {
  const name = make('th', 'foreign', cut(topic.topic, 60))
  name.scope = 'row'
  return mark(make('tr', '', name, make('td', 'n'), make('td', 'n'), make('td', 'n')), { topic: topic.topic })
}

/** The table of topics. */
export class Lag {
  update (feed) {
    reconcile(byId('lag').tBodies[0], feed.lag, topic => topic.topic, makeRow, (row, topic) => {
      put(row.cells[1], count(topic.partitions))
      put(row.cells[2], count(topic.records))
      put(row.cells[3], topic.records === 0 ? '–' : duration(topic.seconds))
    })
  }
}
