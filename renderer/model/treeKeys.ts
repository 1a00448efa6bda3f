import { rovingTarget } from '../a11y/rovingKeys.ts'

/** A line of a tree, as far as keys ask. */
export interface TreeLine {
  readonly key: string
  /** How deep it stands, from 1. */
  readonly level: number
  /** Undefined: a leaf. */
  readonly isOpen?: boolean | undefined
  readonly name: string
}

/** What a key does in a tree. */
export type TreeAct =
  | { readonly kind: 'focus'; readonly index: number }
  | { readonly kind: 'open' | 'close' | 'activate'; readonly index: number }
  | { readonly kind: 'open-all' }

const PAGE = 12

/** What a key does at a line, by the ARIA tree pattern; null: nothing. Letters are not told here: see {@link typeAhead}. */
export function treeAct(key: string, lines: readonly TreeLine[], index: number): TreeAct | null {
  const line = lines[index]
  if (line === undefined) return null
  const target = rovingTarget(key, index, lines.length, 'vertical')
  if (target !== null) return { kind: 'focus', index: target }
  switch (key) {
    case 'PageDown':
      return { kind: 'focus', index: Math.min(lines.length - 1, index + PAGE) }
    case 'PageUp':
      return { kind: 'focus', index: Math.max(0, index - PAGE) }
    case 'Enter':
    case ' ':
      return { kind: 'activate', index }
    case '*':
      return { kind: 'open-all' }
    case 'ArrowRight':
      if (line.isOpen === false) return { kind: 'open', index }
      return line.isOpen === true && (lines[index + 1]?.level ?? 0) > line.level
        ? { kind: 'focus', index: index + 1 }
        : null
    case 'ArrowLeft': {
      if (line.isOpen === true) return { kind: 'close', index }
      const parent = lines.slice(0, index).findLastIndex(({ level }) => level < line.level)
      return parent < 0 ? null : { kind: 'focus', index: parent }
    }
    default:
      return null
  }
}

/** The line that typed letters mean: the next whose name begins with them, round the end; the same letter again goes on to the next. Null: none. */
export function typeAhead(typed: string, lines: readonly TreeLine[], index: number): number | null {
  const letters = typed.toLowerCase()
  const isRepeated = letters.length > 1 && letters === letters.charAt(0).repeat(letters.length)
  const wanted = isRepeated ? letters.charAt(0) : letters
  // A longer beginning may still be that of the line one is at.
  const first = wanted.length === 1 ? 1 : 0
  for (let step = first; step <= lines.length; step++) {
    const at = (index + step + lines.length) % lines.length
    if (lines[at]?.name.toLowerCase().startsWith(wanted) === true) return at
  }
  return null
}
