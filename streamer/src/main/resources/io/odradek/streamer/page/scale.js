// From values to heights, 0 at the foot and 1 at the top, with round numbers at the lines between.

const STEPS = [1, 2, 5, 10]

/** A linear scale from 0 that holds the values, with about four lines. */
export function linear (values, least) {
  const top = Math.max(least, ...values)
  const power = 10 ** Math.floor(Math.log10(top / 4))
  const step = power * STEPS.find(s => s * power >= top / 4)
  const ticks = []
  for (let i = 0; i * step < top + step * 0.999; i++) ticks.push(i * step)
  return { ticks, height: value => value / ticks.at(-1) }
}

/** A logarithmic scale of two decades at least around the values: what is usual and what is rare are both to be seen. */
export function logarithmic (values, usual) {
  const low = Math.floor(Math.log10(Math.min(...values, usual)))
  const high = Math.max(low + 2, Math.ceil(Math.log10(Math.max(...values, usual))))
  const ticks = []
  for (let i = low; i <= high; i++) ticks.push(10 ** i)
  return { ticks, height: value => Math.max(0, (Math.log10(value) - low) / (high - low)) }
}
