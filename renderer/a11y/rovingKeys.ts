/** Which item a key moves to in a list of `length`; null when the key moves nothing. */
export function rovingTarget(
  key: string,
  current: number,
  length: number,
  axis: 'vertical' | 'horizontal',
): number | null {
  if (length === 0) return null
  const [back, on] = axis === 'vertical' ? ['ArrowUp', 'ArrowDown'] : ['ArrowLeft', 'ArrowRight']
  if (key === 'Home') return 0
  if (key === 'End') return length - 1
  if (key === on) return Math.min(length - 1, current + 1)
  if (key === back) return current < 0 ? length - 1 : Math.max(0, current - 1)
  return null
}
