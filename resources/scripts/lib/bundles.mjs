// @ts-check
import { chmodSync, existsSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { basename, join } from 'node:path'

/** @typedef {{ readonly input: string, readonly output: string, readonly format: 'esm' | 'cjs', readonly isCommand?: boolean }} Bundle */

/** The programs outside the page, each one file under dist/. A sandboxed preload must be one CommonJS file. */
export const bundles = /** @type {readonly Bundle[]} */ ([
  { input: 'electron/main/index.ts', output: 'main.js', format: 'esm' },
  { input: 'electron/preload/preload.ts', output: 'preload.cjs', format: 'cjs' },
  { input: 'electron/worker/entry.ts', output: 'worker.js', format: 'esm' },
  { input: 'electron/web/index.ts', output: 'web.js', format: 'esm' },
  { input: 'electron/cli/start.ts', output: 'cli.js', format: 'esm', isCommand: true },
  { input: 'electron/cli/index.ts', output: 'program.js', format: 'esm' },
])

/** Native helpers that `ws` takes where they are installed and does without where not. */
const optionalOfWs = new Set(['bufferutil', 'utf-8-validate'])

const builtins = new Set(builtinModules)

/**
 * Whether an import stays an import: Electron, Node's own modules, and what `ws` can do without. All else goes into the file.
 * @param {string} name
 */
export function isExternal(name) {
  return name === 'electron' || name.startsWith('node:') || builtins.has(name) || optionalOfWs.has(name)
}

/**
 * Bundles one program.
 * @param {string} root the checkout's top folder
 * @param {string} outFolder
 * @param {Bundle} bundle
 * @throws when the entry or anything it imports does not exist
 */
export async function writeBundle(root, outFolder, { input, output, format, isCommand = false }) {
  // Loaded here and not above: a build that has nothing to do starts without the bundler.
  const { rolldown } = await import('rolldown')
  if (!existsSync(join(root, input))) throw new Error(`${input} does not exist`)
  const file = join(outFolder, output)
  const program = await rolldown({
    input: join(root, input),
    cwd: root,
    platform: 'node',
    external: isExternal,
    onLog(level, log, show) {
      // Left alone, what is not found would become an import that fails on the user's machine.
      if (log.code === 'UNRESOLVED_IMPORT') throw new Error(log.message)
      show(level, log)
    },
  })
  try {
    await program.write({
      file,
      format,
      sourcemap: true,
      codeSplitting: false,
      ...(isCommand ? { banner: '#!/usr/bin/env node' } : {}),
    })
  } finally {
    await program.close()
  }
  if (isCommand) chmodSync(file, 0o755)
}

/**
 * Every file a complete build has, relative to dist/; `sample` and `renderer` stand for their folders.
 * @returns {readonly string[]}
 */
export function outputs() {
  return [...bundles.map(({ output }) => basename(output)), 'renderer/index.html', 'sample']
}
