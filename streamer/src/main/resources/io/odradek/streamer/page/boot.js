// Brings the page to life. Where a part of it does not come, as from a streamer that is too busy, it is asked for again.

const DELAYS = [2000, 4000, 8000, 15000, 30000, 60000] // after each failure in a row

const wait = millis => new Promise(resolve => setTimeout(resolve, millis))

async function start () {
  for (let failures = history.state?.failures ?? 0; ; failures++) {
    try {
      await import('./main.js')
      return history.replaceState(null, '')
    } catch (error) {
      console.error(error)
    }
    const delay = DELAYS[Math.min(failures, DELAYS.length - 1)] * (1 + 0.3 * Math.random()) // not all pages at once
    tell(delay)
    await wait(delay)
    // Not every browser asks a second time for a module that failed: then only a new page helps.
    if (failures % 2 === 1 && await isThere()) {
      history.replaceState({ failures: failures + 1 }, '')
      return location.reload()
    }
  }
}

function tell (delay) {
  const words = document.getElementById('unstarted')
  words.dataset.failed = 'yes'
  words.firstChild.textContent = `A part of this page could not be loaded. Next try in ${Math.round(delay / 1000)} s. `
}

/** Whether the page itself would come: or else the browser's error would take its place, for ever. */
async function isThere () {
  try {
    return (await fetch(location.href, { signal: AbortSignal.timeout(10000) })).ok
  } catch {
    return false
  }
}

start()
