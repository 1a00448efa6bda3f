import type { FileInspection } from '../../shared/inspection.ts'
import { fileText } from '../fileText.ts'
import { sheetText } from '../sheetText.ts'

/** What a file is, how it is packed, and whether a manifest stands beside it. */
export function kindWords({ kind, packing, manifest }: FileInspection): string {
  return [
    sheetText.import.kind[kind],
    packing === undefined ? null : fileText.format2.packed(packing),
    manifest === undefined ? null : fileText.format2.manifest[manifest.state],
  ]
    .filter((part) => part !== null)
    .join(', ')
}
