/** One target in a process of its own: fuzzes it and hands the report to the process that started it. */
import { readFileSync } from 'node:fs'
import { fuzz } from './harness.ts'

interface Task {
  readonly target: string
  readonly seed: number
  readonly seconds: number
  /** A file that holds the one input to run. */
  readonly input?: string
  readonly keep?: string
}

const { input, ...task } = JSON.parse(process.argv[2] ?? '{}') as Task
const module = new URL('targets.ts', import.meta.url).href
const report = await fuzz({ ...task, module, ...(input === undefined ? {} : { input: readFileSync(input) }) })
process.send?.(report)
