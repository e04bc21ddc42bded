// Pictures from raw pixels.

import { make } from './dom.js'

const MOST = 64

/** A canvas with the picture: { w, h, c: 1 grey or 3 RGB, data: base64, row by row }. Null when it is none. */
export function thumbnail (thumb, names = 'thumb') {
  if (!thumb || !isSide(thumb.w) || !isSide(thumb.h)) return null
  const bytes = decode(thumb.data)
  if (bytes === null || bytes.length !== thumb.w * thumb.h * thumb.c) return null
  return paint(thumb.w, thumb.h, names, (rgba, i) => {
    for (let k = 0; k < 3; k++) rgba[4 * i + k] = bytes[thumb.c === 3 ? 3 * i + k : i]
    rgba[4 * i + 3] = 255
  })
}

/** A canvas of the heat { w, h, values }: orange where covering takes from the label, blue where it adds to it. */
export function heatMap (heat) {
  const most = strongest(heat)
  return paint(heat.w, heat.h, 'heat', (rgba, i) => {
    const value = heat.values[i] / most
    rgba.set(value > 0 ? [255, 106, 0] : [40, 120, 255], 4 * i)
    rgba[4 * i + 3] = 225 * Math.min(1, Math.abs(value)) ** 0.75
  })
}

/** The greatest change of the probability, 0 to 1; never 0. */
export const strongest = heat => Math.max(1e-9, ...heat.values.map(Math.abs))

/** In words where covering takes most: for those who do not see the picture. */
export function whereItMatters (heat) {
  let weight = 0, x = 0, y = 0
  heat.values.forEach((value, i) => {
    const v = Math.max(0, value) ** 2
    weight += v
    x += v * (i % heat.w + 0.5)
    y += v * (Math.floor(i / heat.w) + 0.5)
  })
  const third = (sum, size, words) => words[Math.min(2, Math.floor(3 * sum / (weight || 1) / size))]
  const words = [third(y, heat.h, ['upper', '', 'lower']), third(x, heat.w, ['left', '', 'right'])].filter(Boolean).join(' ')
  return words || 'middle'
}

const isSide = n => Number.isInteger(n) && n > 0 && n <= MOST

function decode (base64) {
  try {
    return Uint8Array.from(atob(base64), c => c.charCodeAt(0))
  } catch {
    return null
  }
}

function paint (width, height, names, pixel) {
  const canvas = make('canvas', names)
  canvas.width = width
  canvas.height = height
  canvas.setAttribute('aria-hidden', 'true')
  const image = new ImageData(width, height)
  for (let i = 0; i < width * height; i++) pixel(image.data, i)
  canvas.getContext('2d').putImageData(image, 0, 0)
  return canvas
}
