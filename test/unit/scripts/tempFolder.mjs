// @ts-check
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'

/**
 * A folder with the given files, removed after the test.
 * @param {Readonly<Record<string, string>>} [files] text by path relative to the folder
 */
export function tempFolder(files = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'rbd-studio-scripts-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const [path, text] of Object.entries(files)) put(folder, path, text)
  return folder
}

/**
 * @param {string} folder
 * @param {string} path
 * @param {string} text
 */
export function put(folder, path, text) {
  const file = join(folder, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}
