import type { FileInspection } from '../../shared/inspection.ts'
import { fileText } from '../fileText.ts'
import { sheetText } from '../sheetText.ts'

/** What a file is, how it is packed, and, unless that stands elsewhere, whether a manifest is beside it. */
export function kindWords({ kind, packing, manifest }: FileInspection, withManifest = true): string {
  return [
    sheetText.import.kind[kind],
    packing === undefined ? null : fileText.format2.packed(packing),
    manifest === undefined || !withManifest ? null : fileText.format2.manifest[manifest.state],
  ]
    .filter((part) => part !== null)
    .join(', ')
}
