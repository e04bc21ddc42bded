// How sure a share is.

const Z = 1.959964 // of the normal distribution, for 95 %

/** The 95 % interval of a share, after E. B. Wilson, "Probable inference, the law of succession, and statistical inference" (1927). */
export function interval (part, whole) {
  const share = part / whole
  const middle = share + Z * Z / (2 * whole)
  const width = Z * Math.sqrt(share * (1 - share) / whole + Z * Z / (4 * whole * whole))
  const all = 1 + Z * Z / whole
  return [Math.max(0, (middle - width) / all), Math.min(1, (middle + width) / all)]
}
