import { BusyTime } from './busyTime.ts'
import { Gate } from './gate.ts'

/**
 * What the file layer really moved, in bytes: the truth that progress is held against. Every file object takes one and adds
 * to it after each read or write that succeeded. It also says how long reads and writes were under way, and holds them while the job is
 * paused.
 */
export interface IoMeter {
  readBytes: number
  writtenBytes: number
  /** Zeros that were found and are not written. */
  skippedBytes: number
  readonly reads: BusyTime
  readonly writes: BusyTime
  readonly gate: Gate
}

/** A meter that stands at nothing, its gate open. */
export function createMeter(): IoMeter {
  return {
    readBytes: 0,
    writtenBytes: 0,
    skippedBytes: 0,
    reads: new BusyTime(),
    writes: new BusyTime(),
    gate: new Gate(),
  }
}

/** Makes one read of the file layer: behind the gate, and timed. What it brought is the caller's to count. */
export function reading<T>(meter: IoMeter | undefined, read: () => Promise<T>): Promise<T> {
  return meter === undefined ? read() : moving(meter.gate, meter.reads, read)
}

/** {@link reading} of a write. */
export function writing<T>(meter: IoMeter | undefined, write: () => Promise<T>): Promise<T> {
  return meter === undefined ? write() : moving(meter.gate, meter.writes, write)
}

/**
 * Waits for what another process sends: timed as a read. It may last for as long as the other likes, so that a pause does not wait for it: who is
 * paused takes what came, and hands it to a write that is held.
 */
export async function awaitingSource<T>(meter: IoMeter | undefined, wait: () => Promise<T>): Promise<T> {
  return meter === undefined ? wait() : timed(meter.reads, wait)
}

/** Hands on to another process: timed as a write, begun only while the gate is open; a pause does not wait for its end. */
export async function awaitingTarget<T>(meter: IoMeter, handOn: () => Promise<T>): Promise<T> {
  const held = meter.gate.enter()
  if (held !== null) await held
  meter.gate.leave()
  return timed(meter.writes, handOn)
}

async function timed<T>(time: BusyTime, work: () => Promise<T>): Promise<T> {
  time.begin()
  try {
    return await work()
  } finally {
    time.end()
  }
}

async function moving<T>(gate: Gate, time: BusyTime, move: () => Promise<T>): Promise<T> {
  const held = gate.enter()
  if (held !== null) await held
  try {
    return await timed(time, move)
  } finally {
    gate.leave()
  }
}
