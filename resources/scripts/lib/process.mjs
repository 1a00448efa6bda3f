// @ts-check
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { delimiter } from 'node:path'
import { isatty } from 'node:tty'

/** @typedef {{ readonly code: number | null, readonly signal: NodeJS.Signals | null }} Ending how a child ended */
/** @typedef {{ readonly code: number | null, readonly output: string, readonly error?: Error }} Quiet */

/**
 * A copy of the environment with a folder first in its search path, whatever the platform calls that variable.
 * @param {NodeJS.ProcessEnv} env
 * @param {string} folder
 * @returns {NodeJS.ProcessEnv}
 */
export function withFirstInPath(env, folder) {
  const name = Object.keys(env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH'
  const rest = (env[name] ?? '').split(delimiter).filter((part) => part !== '' && part !== folder)
  return { ...env, [name]: [folder, ...rest].join(delimiter) }
}

/**
 * Which signals to hand on to a child. A terminal sends Ctrl-C to the whole group, the child included: handing it on as well would
 * count as the impatient second one.
 * @param {boolean} hasTerminal
 * @returns {readonly NodeJS.Signals[]}
 */
export function forwardedSignals(hasTerminal) {
  return hasTerminal ? ['SIGTERM', 'SIGHUP'] : ['SIGTERM', 'SIGHUP', 'SIGINT']
}

/**
 * Runs a program in our place: it has our input and outputs, it gets our signals, and we wait for it.
 * @param {string} command a path, never a shell string
 * @param {readonly string[]} args
 * @param {{ readonly env?: NodeJS.ProcessEnv, readonly cwd?: string }} [options]
 * @returns {Promise<Ending>} rejected when the program cannot be started
 */
export function runChild(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: 'inherit' })
    const forwarded = forwardedSignals([0, 1, 2].some((fd) => isatty(fd)))
    const forward = (/** @type {NodeJS.Signals} */ signal) => void child.kill(signal)
    const wait = () => {}
    for (const signal of forwarded) process.on(signal, forward)
    if (!forwarded.includes('SIGINT')) process.on('SIGINT', wait)
    const stop = () => {
      for (const signal of forwarded) process.off(signal, forward)
      process.off('SIGINT', wait)
    }
    child.once('error', (error) => {
      stop()
      reject(error)
    })
    child.once('exit', (code, signal) => {
      stop()
      resolve({ code, signal })
    })
  })
}

/**
 * Ends this process as its child ended: with the same exit code or by the same signal.
 * @param {Ending} ending
 */
export function exitLike({ code, signal }) {
  if (signal === null) {
    process.exitCode = code ?? 1
    return
  }
  process.exitCode = 128 + (constants.signals[signal] ?? 0)
  process.kill(process.pid, signal)
}

/**
 * Runs a program without showing anything and keeps what it wrote, for the case that it fails. Its input is empty.
 * @param {string} command a path or a name, never a shell string
 * @param {readonly string[]} args
 * @param {{ readonly env?: NodeJS.ProcessEnv, readonly cwd?: string, readonly timeoutMs?: number }} [options]
 * @returns {Promise<Quiet>} `code` is null when it could not be started, was killed or took too long
 */
export function runQuiet(command, args, { timeoutMs, ...options } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { ...options, timeout: timeoutMs, stdio: ['ignore', 'pipe', 'pipe'] })
    /** @type {Buffer[]} */
    const chunks = []
    child.stdout.on('data', (chunk) => chunks.push(chunk))
    child.stderr.on('data', (chunk) => chunks.push(chunk))
    const output = () => Buffer.concat(chunks).toString('utf8')
    child.once('error', (error) => resolve({ code: null, output: output(), error }))
    child.once('close', (code) => resolve({ code, output: output() }))
  })
}

/**
 * Seconds since a `performance.now()`, as text: `0.4 s`.
 * @param {number} startedMs
 */
export function secondsSince(startedMs) {
  return `${((performance.now() - startedMs) / 1000).toFixed(1)} s`
}
