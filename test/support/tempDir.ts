import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'

/** A fresh, empty folder that goes away, with all that is in it, when the running test ends. */
export function tempDir(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'rbd-studio-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }))
  return folder
}
