// @ts-check
import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { writeBundle } from '../../../resources/scripts/lib/bundles.mjs'
import { root } from '../../../resources/scripts/lib/paths.mjs'
import { tempFolder } from './tempFolder.mjs'

const { NODE_DISABLE_COMPILE_CACHE: _, ...env } = process.env

/** A folder with the start as it is built, and a program beside it that says what it was given. */
async function builtStart() {
  const program = 'console.log("given", ...process.argv.slice(2))\nexport {}\n'
  const folder = tempFolder({ 'program.js': program, 'package.json': '{"type":"module"}' })
  await writeBundle(root, folder, { input: 'electron/cli/start.ts', output: 'cli.js', format: 'esm', isCommand: true })
  return folder
}

/** @param {{ readonly folder: string, readonly home: string }} where */
function start({ folder, home }) {
  const options = { cwd: folder, env: { ...env, RBD_STUDIO_HOME: home }, encoding: /** @type {const} */ ('utf8') }
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, 'cli.js'), 'a', 'b'], options)
  return { status, stdout, stderr }
}
const ran = { status: 0, stdout: 'given a b\n', stderr: '' }

it('runs the program, and keeps its compiled code in the cache folder', async () => {
  const folder = await builtStart()
  const home = tempFolder()
  expect(start({ folder, home })).toEqual(ran)
  const kept = () =>
    readdirSync(join(home, 'cache/code'), { recursive: true, withFileTypes: true }).filter((one) => one.isFile())
  const first = kept().map(({ name }) => name)
  expect(first.length).toBeGreaterThan(0)
  expect(start({ folder, home })).toEqual(ran)
  expect(kept().map(({ name }) => name)).toEqual(first)
})

it('runs the program where nothing can be kept', async () => {
  const folder = await builtStart()
  const home = tempFolder({ cache: 'a file where the folder would be' })
  expect(start({ folder, home })).toEqual(ran)
})

it.skipIf(process.platform === 'win32')('runs the program from a folder that is gone', async () => {
  const folder = await builtStart()
  const home = tempFolder()
  const cwd = join(home, 'gone')
  mkdirSync(cwd)
  const code = `cd "$1" && rmdir "$1" && exec "$2" "$3" a b`
  const args = ['-c', code, 'sh', cwd, process.execPath, join(folder, 'cli.js')]
  const { status, stdout } = spawnSync('sh', args, { env: { ...env, RBD_STUDIO_HOME: home }, encoding: 'utf8' })
  expect({ status, stdout }).toEqual({ status: 0, stdout: 'given a b\n' })
})
