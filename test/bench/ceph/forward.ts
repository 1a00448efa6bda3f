/**
 * A forwarder on the loopback that holds every byte back for a while, each way: it stands for the way to a cluster.
 *
 *   node forward.ts DELAY_MS FROM:TO...      listens on port FROM, hands on to port TO
 *
 * Prints `ready` once it listens on all of them.
 */
import { connect, createServer, type Socket } from 'node:net'

const [delay = '1', ...pairs] = process.argv.slice(2)
const delayMs = Number(delay)

function later(from: Socket, to: Socket): void {
  from.on('data', (chunk) => {
    setTimeout(() => {
      if (!to.destroyed) to.write(chunk)
    }, delayMs)
  })
  from.on('end', () => setTimeout(() => to.end(), delayMs))
  from.on('error', () => to.destroy())
}

await Promise.all(
  pairs.map(async (pair) => {
    const [listen, target] = pair.split(':').map(Number)
    const server = createServer({ noDelay: true, allowHalfOpen: true }, (client) => {
      const upstream = connect({ host: '127.0.0.1', port: target ?? 0, noDelay: true, allowHalfOpen: true })
      later(client, upstream)
      later(upstream, client)
    })
    await new Promise<void>((resolve) => server.listen(listen, '127.0.0.1', resolve))
  }),
)
console.log('ready')
