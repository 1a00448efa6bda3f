import { processIo } from './io.ts'
import { main } from './main.ts'
import { listenForInterruption } from './signals.ts'

const interruption = listenForInterruption()
const exitCode = await main(process.argv.slice(2), processIo(), interruption.signal)
interruption.release()
const received = interruption.received()
// What was finished before the signal took hold is done, and says so; what was interrupted dies by the signal, so that a shell
// script around it stops as well.
if (received !== null && exitCode !== 0) process.kill(process.pid, received)
else process.exit(exitCode)
