import type { FileInspection } from '../../shared/inspection.ts'
import type { Name } from '../../shared/names.ts'

/** A point that files make up. `name` null: the head, or the end of a raw file. */
export interface FilePoint {
  readonly name: Name | null
  readonly sizeBytes: number | null
  /** Number of the file that ends there, from 0. */
  readonly file: number
}

/** The points that files which follow each other make up, oldest first. A raw file ends where the file behind it starts. */
export function pointsOfFiles(files: readonly FileInspection[]): readonly FilePoint[] {
  return files.flatMap((file, index): FilePoint[] => {
    const next = files[index + 1]
    if (file.kind === 'image-v2') {
      const points = (file.points ?? []).map(({ name, sizeBytes }) => ({ name, sizeBytes, file: index }))
      // The head of a file in the middle is where the next one starts: its last snapshot, under that name.
      return next === undefined ? points : points.filter(({ name }) => name !== null)
    }
    if (file.kind === 'raw') return [{ name: next?.from ?? null, sizeBytes: file.sizeBytes, file: index }]
    return [{ name: file.to, sizeBytes: file.sizeBytes, file: index }]
  })
}

/** The snapshot that files need under them; null where they begin from nothing. */
export function startOfFiles(files: readonly FileInspection[]): Name | null {
  const first = files[0]
  return first?.kind === 'diff-v1' ? first.from : null
}

/** Bytes the files take together. */
export function bytesOfFiles(files: readonly FileInspection[]): number {
  return files.reduce((sum, { fileBytes }) => sum + fileBytes, 0)
}

/** The keys of metadata that a file of format 2 would set on an image and that override a cluster's settings (DESIGN §6.7). */
export function confKeysOf(file: FileInspection | undefined): readonly string[] {
  return (file?.image?.meta ?? []).filter(({ key }) => key.text.startsWith('conf_')).map(({ key }) => key.text)
}
