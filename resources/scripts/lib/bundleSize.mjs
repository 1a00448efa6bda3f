// @ts-check
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Bytes of JavaScript the window may have, minified: what has to be read and compiled before it is usable. */
export const RENDERER_BUDGET = 900_000

/**
 * Adds up the page's JavaScript.
 * @param {string} folder the built page
 * @returns {number} bytes
 */
export function rendererBytes(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.m?js$/.test(name))
    .reduce((sum, name) => sum + statSync(join(folder, name)).size, 0)
}

/**
 * Says how large the page's JavaScript is.
 * @param {string} folder the built page
 * @returns {string} one line
 * @throws when it is larger than it may be
 */
export function checkRendererSize(folder) {
  const bytes = rendererBytes(folder)
  const line = `renderer: ${kilobytes(bytes)} of JavaScript, ${kilobytes(RENDERER_BUDGET)} allowed`
  if (bytes > RENDERER_BUDGET) throw new Error(`${line}. Import more narrowly, or take something out.`)
  return line
}

/** @param {number} bytes */
function kilobytes(bytes) {
  return `${(bytes / 1000).toFixed(0)} kB`
}
