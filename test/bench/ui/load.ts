import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import { type Client, connect } from '../../../shared/rpc/client.ts'
import { calls, CONTRACT_VERSION, events, type Calls, type Events } from '../../../shared/contract.ts'
import { isOver } from '../../../shared/jobs.ts'
import { webSocketTransport } from '../../contract/webSocketTransport.ts'
import { imageOfRbd } from './library.ts'

/** Jobs that go on while the window is used. */
export interface Load {
  /** Keeps so many exports of 2 GiB running, a new one for each that ends; 0 ends them. */
  hold(jobs: number): Promise<void>
  close(): Promise<void>
}

/** A second window, without a picture, that starts jobs. `address` is the line the server prints. */
export async function openLoad(address: string, folder: string): Promise<Load> {
  const url = new URL(address)
  const socket = new WebSocket(`ws://${url.host}/ws`, { origin: url.origin })
  await new Promise((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
  })
  socket.send(JSON.stringify({ token: new URLSearchParams(url.hash.slice(1)).get('token') }))
  const client: Client<Calls, Events> = connect(webSocketTransport(socket), calls, events)
  await client.call('hello', { contractVersion: CONTRACT_VERSION })
  await client.call('settings.set', { jobsAtOnce: 5 })
  mkdirSync(folder, { recursive: true })
  const running = new Map<string, string>()
  let wanted = 0
  let number = 0
  let noteIdle: () => void = () => undefined

  async function start(): Promise<void> {
    const path = join(folder, `export-${number++}.raw`)
    const source = { ...imageOfRbd('big'), snapshot: null }
    const { id } = await client.call('job.start', { kind: 'export', format: 'raw', source, path })
    running.set(id, path)
  }
  client.on('job.changed', (job) => {
    const path = running.get(job.id)
    if (path === undefined || !isOver(job.state)) return
    running.delete(job.id)
    rmSync(path, { force: true })
    void client.call('job.forget', { id: job.id }).catch(() => undefined)
    if (running.size < wanted) void start()
    else if (running.size === 0) noteIdle()
  })
  return {
    async hold(jobs) {
      wanted = jobs
      while (running.size < wanted) await start()
      if (jobs > 0 || running.size === 0) return
      const idle = new Promise<void>((resolve) => (noteIdle = resolve))
      await Promise.all([...running.keys()].map((id) => client.call('job.cancel', { id }).catch(() => undefined)))
      await idle
    },
    async close() {
      socket.close()
      await client.closed
    },
  }
}
