// @ts-check
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { bundles, outputs, writeBundle } from './bundles.mjs'
import { checkRendererSize } from './bundleSize.mjs'
import { buildInputs, fingerprint } from './inputs.mjs'
import { isAlive, withLock } from './lock.mjs'

/**
 * Brings dist/ up to date: does nothing when no input changed since it was made. A new one is built beside it and moved into its
 * place, under a lock, so nobody ever reads half of one.
 * @param {string} root the checkout's top folder
 * @param {{ readonly isForced?: boolean }} [options]
 * @returns {Promise<boolean>} whether there was something to do
 * @throws when an entry is missing or does not compile; dist/ is as it was then
 */
export async function build(root, { isForced = false } = {}) {
  if (!isForced && isBuilt(root)) return false
  return withLock(join(root, '.cache', 'build.lock'), async () => {
    if (!isForced && isBuilt(root)) return false
    await rebuild(root)
    return true
  })
}

/**
 * Whether dist/ is there and made of the inputs as they are.
 * @param {string} root
 */
export function isBuilt(root) {
  const dist = join(root, 'dist')
  try {
    if (readFileSync(join(dist, '.stamp'), 'utf8') !== fingerprint(root, buildInputs)) return false
  } catch {
    return false
  }
  return outputs().every((path) => existsSync(join(dist, path)))
}

/** @param {string} root */
async function rebuild(root) {
  removeLeftOvers(join(root, '.cache'))
  const fresh = join(root, '.cache', `build-${process.pid}`)
  const former = join(root, '.cache', `build-${process.pid}-former`)
  // Taken before reading, so that a file changed during the build makes the next one.
  const stamp = fingerprint(root, buildInputs)
  mkdirSync(fresh, { recursive: true })
  try {
    const written = bundles.map((bundle) => writeBundle(root, fresh, bundle))
    await allOf([buildPage(root, join(fresh, 'renderer')), ...written])
    console.error(checkRendererSize(join(fresh, 'renderer')))
    cpSync(join(root, 'resources', 'sample'), join(fresh, 'sample'), { recursive: true })
    writeFileSync(join(fresh, '.stamp'), stamp)
    const dist = join(root, 'dist')
    if (existsSync(dist)) renameSync(dist, former)
    renameSync(fresh, dist)
  } finally {
    rmSync(fresh, { recursive: true, force: true })
    rmSync(former, { recursive: true, force: true })
  }
}

/**
 * @param {string} root
 * @param {string} outDir
 */
async function buildPage(root, outDir) {
  if (!existsSync(join(root, 'renderer', 'index.html'))) throw new Error('renderer/index.html does not exist')
  const { build: buildWithVite } = await import('vite')
  await buildWithVite({
    configFile: join(root, 'vite.config.ts'),
    configLoader: 'native',
    root: join(root, 'renderer'),
    mode: 'production',
    logLevel: 'warn',
    build: { outDir, emptyOutDir: true },
  })
}

/**
 * Waits for all of them, so that nobody still writes when the folder goes away, then throws what the failed ones said.
 * @param {readonly Promise<void>[]} works
 */
async function allOf(works) {
  const failures = (await Promise.allSettled(works)).filter((result) => result.status === 'rejected')
  const messages = failures.map(({ reason }) => (reason instanceof Error ? reason.message : String(reason)))
  // The bundler paints its messages whether a terminal reads them or not.
  if (messages.length > 0) throw new Error(stripVTControlCharacters(messages.join('\n')))
}

/**
 * Removes what killed builds left behind.
 * @param {string} folder
 */
function removeLeftOvers(folder) {
  for (const name of readdirSync(folder)) {
    const pid = /^build-(\d+)/.exec(name)?.[1]
    if (pid !== undefined && !isAlive(Number(pid))) rmSync(join(folder, name), { recursive: true, force: true })
  }
}
