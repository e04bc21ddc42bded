// Small tools for the document. Text goes in as text alone: labels, ids and messages come from strangers.

const SVG = 'http://www.w3.org/2000/svg'

/** The element of that id. */
export const byId = id => document.getElementById(id)

/** A new element with the class names, and children that are nodes or text. */
export function make (tag, names = '', ...children) {
  const element = document.createElement(tag)
  if (names) element.className = names
  element.append(...children)
  return element
}

/** A new SVG element. */
export function draw (tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag)
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  element.append(...children)
  return element
}

/** Sets the text where it is another: what does not change is not touched. */
export function put (element, text) {
  if (element.textContent !== text) element.textContent = text
}

/** Shows the element or takes it away. */
export function show (element, shown) {
  if (element.hidden === shown) element.hidden = !shown
}

/** Sets data attributes; null takes one away. */
export function mark (element, data) {
  for (const [name, value] of Object.entries(data)) {
    if (value === null || value === undefined) delete element.dataset[name]
    else if (element.dataset[name] !== String(value)) element.dataset[name] = value
  }
  return element
}

/** How full a bar is, 0 to 1, for the style sheet. */
export function fill (element, share) {
  element.style.setProperty('--share', Math.min(1, Math.max(0, share || 0)).toFixed(4))
  return element
}

const mouse = window.matchMedia('(hover: hover)')

/** Whether somebody is at the list: points at it, is in it with the keyboard, or reads what it opened. */
export function isLookedAt (list) {
  return (mouse.matches && list.matches(':hover')) || list.querySelector(':focus-visible') !== null || document.querySelector('dialog[open]') !== null
}

const nodes = new WeakMap()

/**
 * Makes the list's children those of the items, in order. An item that stays keeps its element, and with it the focus
 * and a click that has begun.
 *
 * @param list the element
 * @param items what is shown
 * @param key of an item: a string or number that no other has
 * @param create makes an item's element
 * @param update is called for each item with its element, also for a new one
 */
export function reconcile (list, items, key, create, update = () => {}) {
  const old = nodes.get(list) ?? new Map()
  const now = new Map(items.map(item => [key(item), old.get(key(item)) ?? create(item)]))
  for (const [k, node] of old) if (!now.has(k)) node.remove()
  arrange(list, [...now.values()])
  nodes.set(list, now)
  for (const item of items) update(now.get(key(item)), item)
}

/** Puts the list's children in order, from the last to the first. A node that moves loses the focus: the others go round it. */
function arrange (list, children) {
  const focused = document.activeElement
  let next = null
  for (const node of children.reverse()) {
    const isThere = node.parentNode === list && (node.nextElementSibling === next || node.contains(focused))
    if (!isThere) list.insertBefore(node, next)
    next = node
  }
}
