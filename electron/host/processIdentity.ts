import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { z } from 'zod'

/** Which run of which process on which machine: enough to tell later whether it is provably gone. Null: this system does not say. */
export const ProcessIdentity = z.object({
  host: z.string(),
  bootId: z.string().nullable(),
  pid: z.number().int().positive(),
  /** Clock ticks from boot to the start of the process, which a later process with the same pid cannot share. */
  startTicks: z.string().nullable(),
})
export type ProcessIdentity = z.infer<typeof ProcessIdentity>

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}

function bootId(): string | null {
  return readText('/proc/sys/kernel/random/boot_id')?.trim() ?? null
}

/** Field 22 of `/proc/PID/stat`, counted after the name in brackets: `4242 (a name) S 1 4242 … 8637271 …`. */
function startTicks(pid: number): string | null {
  const stat = readText(`/proc/${pid}/stat`)
  return stat === null ? null : (stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null)
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

/** This process. */
export function ownIdentity(): ProcessIdentity {
  return { host: hostname(), bootId: bootId(), pid: process.pid, startTicks: startTicks(process.pid) }
}

/** Whether a process is provably gone: of this machine, and dead, of another boot, or its pid taken by a later one. Another machine's never is. */
export function isGone(identity: ProcessIdentity): boolean {
  if (identity.host !== hostname()) return false
  const boot = bootId()
  if (identity.bootId !== null && boot !== null && identity.bootId !== boot) return true
  if (!isAlive(identity.pid)) return true
  const ticks = startTicks(identity.pid)
  return identity.startTicks !== null && ticks !== null && identity.startTicks !== ticks
}
