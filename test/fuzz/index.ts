/**
 * Fuzzing: every decoder is given changed streams, files and texts, guided by which blocks of its code they reach.
 *
 *   npm run fuzz [-- TARGET...] [-- --seconds 60] [--seed N] [--at-once 2] [--list]
 *   npm run fuzz -- TARGET --input FILE        runs one saved input again
 *
 * Each target runs in a process of its own with a small heap. Anything but an AppError that escapes, an answer that does not
 * agree with another way of reading, an input that hangs, or memory that grows is a finding: its input is saved under
 * test-results/fuzz/TARGET/, the seed is printed, and the command ends with 1.
 */
import { spawn } from 'node:child_process'
import { createHash, randomInt } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { parseArgs } from 'node:util'
import type { FuzzReport } from './harness.ts'
import { TARGETS } from './targets.ts'

/** Of each process; the thread that decodes has less still. */
const HEAP_MIB = 192

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string', default: String(randomInt(2 ** 31 - 1)) },
    'at-once': { type: 'string', default: '2' },
    input: { type: 'string' },
    list: { type: 'boolean', default: false },
  },
})
const names = TARGETS.map(({ name }) => name)
const unknown = positionals.find((name) => !names.includes(name))
if (values.list || unknown !== undefined) {
  console.log(
    unknown === undefined ? names.join('\n') : `There is no target ${unknown}. There are: ${names.join(', ')}`,
  )
  process.exit(unknown === undefined ? 0 : 1)
}
const wanted = positionals.length === 0 ? names : positionals
const resultsFolder = join(import.meta.dirname, '..', '..', 'test-results', 'fuzz')

console.log(
  `Seed ${values.seed} (--seed ${values.seed} repeats it), ${values.seconds} s a target, ${values['at-once']} at once`,
)
console.log('target           inputs   blocks  kept  memory grew')
const queue = [...wanted]
const found: string[] = []
await Promise.all(
  Array.from({ length: Number(values['at-once']) }, async () => {
    for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
      if (!tell(name, await fuzzTarget(name))) found.push(name)
    }
  }),
)
if (found.length > 0) {
  console.log(`Found something in: ${found.join(', ')}`)
  process.exitCode = 1
}

/** What the child answers; of one that died without an answer, the input it died of. */
async function fuzzTarget(name: string): Promise<FuzzReport> {
  const first = await inChild(name)
  if (typeof first !== 'string') return first
  // The same seed again, slower: each input is written down before it runs.
  mkdirSync(join(resultsFolder, name), { recursive: true })
  const keep = join(resultsFolder, name, 'last-input.bin')
  const second = await inChild(name, keep)
  if (typeof second !== 'string' && second.finding !== null) return second
  const message = typeof second === 'string' ? second : `${first}, and not a second time`
  return { target: name, runs: 0, blocks: 0, kept: 0, growthBytes: 0, finding: { message, input: readFileSync(keep) } }
}

/** The report of one child, or how it died. */
function inChild(name: string, keep?: string): Promise<FuzzReport | string> {
  const task = { target: name, seed: Number(values.seed), seconds: Number(values.seconds), input: values.input, keep }
  const heap = [`--max-old-space-size=${HEAP_MIB}`, '--expose-gc']
  const args = [...heap, join(import.meta.dirname, 'child.ts'), JSON.stringify(task)]
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    serialization: 'advanced',
  })
  return new Promise((resolve, reject) => {
    let report: FuzzReport | null = null
    child.on('message', (message: FuzzReport) => (report = message))
    child.on('error', reject)
    child.on('close', (code, signal) => resolve(report ?? `the process died: ${signal ?? `exit code ${code}`}`))
  })
}

/** Prints the row of a target and saves what was found. True: nothing was. */
function tell(name: string, report: FuzzReport): boolean {
  const { runs, blocks, kept, growthBytes, finding } = report
  const grew = `${(growthBytes / 1024 / 1024).toFixed(0)} MiB`
  console.log(
    `${name.padEnd(16)} ${String(runs).padStart(7)}  ${String(blocks).padStart(6)}  ${String(kept).padStart(4)}  ${grew.padStart(11)}`,
  )
  if (finding === null) return true
  mkdirSync(join(resultsFolder, name), { recursive: true })
  const digest = createHash('sha256').update(finding.input).digest('hex').slice(0, 12)
  const path = join(resultsFolder, name, `${digest}.bin`)
  writeFileSync(path, finding.input)
  console.log(`\n${name}: ${finding.message}\n`)
  console.log(`Seed ${values.seed}. Again: npm run fuzz -- ${name} --input ${relative(process.cwd(), path)}\n`)
  return false
}
