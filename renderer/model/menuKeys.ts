import { rovingTarget } from '../a11y/rovingKeys.ts'

/** The item a key moves to in a menu: round the ends with the arrows, by its first letters else; null: none. */
export function menuTarget(key: string, labels: readonly string[], current: number): number | null {
  if (labels.length === 0) return null
  if (key === 'ArrowDown' && current === labels.length - 1) return 0
  if (key === 'ArrowUp' && current <= 0) return labels.length - 1
  const target = rovingTarget(key, current, labels.length, 'vertical')
  if (target !== null) return target
  if (key.length !== 1 || key === ' ') return null
  for (let step = 1; step <= labels.length; step++) {
    const at = (current + step) % labels.length
    if (labels[at]?.toLowerCase().startsWith(key.toLowerCase()) === true) return at
  }
  return null
}
