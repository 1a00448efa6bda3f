import { createHash } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import { z } from 'zod'

/**
 * Which run of which process on which machine: enough to tell later whether it is provably gone. What the system does not say is null.
 *
 * `machine` and `pidSpace` keep a pid from being looked up where it means another process: on a machine of the same name, or in
 * another container.
 */
export const ProcessIdentity = z.object({
  host: z.string(),
  machine: z.string().nullable().optional(),
  bootId: z.string().nullable(),
  pidSpace: z.string().nullable().optional(),
  pid: z.int().positive(),
  /** Clock ticks from boot to the start of the process, which a later process with the same pid cannot share. */
  startTime: z.string().nullable(),
})
export type ProcessIdentity = z.infer<typeof ProcessIdentity>

/** This process. */
export function ownIdentity(): ProcessIdentity {
  return {
    host: hostname(),
    machine: machineId(),
    bootId: readText('/proc/sys/kernel/random/boot_id')?.trim() ?? null,
    pidSpace: pidSpace(),
    pid: process.pid,
    startTime: procStat(process.pid)?.startTime ?? null,
  }
}

/**
 * Whether a process is provably gone: of this very machine, and of an earlier boot, or dead, or its pid taken by a later process.
 * Another machine's never is, nor one whose pid means nothing here.
 */
export function isGone(identity: ProcessIdentity): boolean {
  const own = ownIdentity()
  if (identity.host !== own.host || differ(identity.machine, own.machine)) return false
  if (differ(identity.bootId, own.bootId)) return true
  if (differ(identity.pidSpace, own.pidSpace)) return false
  if (!isAlive(identity.pid)) return true
  const stat = procStat(identity.pid)
  // A killed process stays in the table until its parent asks for it, but does nothing more.
  return stat !== null && (stat.state === 'Z' || stat.state === 'X' || differ(identity.startTime, stat.startTime))
}

/** Whether it is this very process. */
export function isOwnProcess(identity: ProcessIdentity): boolean {
  const own = ownIdentity()
  return (
    identity.pid === own.pid &&
    identity.host === own.host &&
    !differ(identity.bootId, own.bootId) &&
    !differ(identity.pidSpace, own.pidSpace) &&
    !differ(identity.startTime, own.startTime)
  )
}

/** Two facts that are known and not the same. */
function differ(a: string | null | undefined, b: string | null | undefined): boolean {
  return a !== null && a !== undefined && b !== null && b !== undefined && a !== b
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it lives, as somebody else's.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

/** Fields 3 and 22 of `/proc/PID/stat`, counted after the name in brackets: `4242 (a name) S 1 4242 … 8637271 …`. */
function procStat(pid: number): { readonly state: string; readonly startTime: string } | null {
  const text = readText(`/proc/${pid}/stat`)
  if (text === null) return null
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  const [state, startTime] = [fields[0], fields[19]]
  return state === undefined || startTime === undefined ? null : { state, startTime }
}

/** The machine's id is not to be handed around, so a hash of it is written down. */
function machineId(): string | null {
  const id = readText('/etc/machine-id')?.trim()
  return id ? createHash('sha256').update(`rbd-studio lock ${id}`).digest('hex').slice(0, 16) : null
}

function pidSpace(): string | null {
  try {
    return readlinkSync('/proc/self/ns/pid')
  } catch {
    return null
  }
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}
