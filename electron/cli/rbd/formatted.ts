import type { OutputFormat } from '../options.ts'
import { formatRbdJson } from '../rbdText.ts'
import { formatRbdXml } from './xml.ts'

/** What there is to print, in each of the forms `rbd` has. */
export interface Printed {
  /** Made only when it is wanted. */
  readonly plain: () => string
  readonly value: unknown
  /** The outermost element of the XML. */
  readonly tag: string
  /** What the elements of an outermost array are called. */
  readonly item?: string
}

/** Text in the form that was asked for. */
export function formatted({ kind, isPretty }: OutputFormat, { plain, value, tag, item }: Printed): string {
  if (kind === 'plain') return plain()
  return kind === 'json' ? formatRbdJson(value, isPretty) : formatRbdXml(tag, value, isPretty, item)
}
