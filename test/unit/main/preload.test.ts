import { EventEmitter } from 'node:events'
import { readFile } from 'node:fs/promises'
import { runInNewContext } from 'node:vm'
import { rolldown } from 'rolldown'
import { beforeAll, describe, expect, it } from 'vitest'
import { CHANNEL } from '../../../electron/main/ipc.ts'

const entry = new URL('../../../electron/preload/preload.ts', import.meta.url).pathname

type Exposed = Readonly<Record<string, (...args: unknown[]) => unknown>>

let code: string
beforeAll(async () => {
  const bundle = await rolldown({ input: entry, platform: 'node', external: ['electron'] })
  const { output } = await bundle.generate({ format: 'cjs' })
  await bundle.close()
  code = output[0].code
})

/** Runs the preload as a sandboxed window does: one script that can require Electron and nothing else. */
function run() {
  const exposed: Record<string, Exposed> = {}
  const required: string[] = []
  const sent: unknown[][] = []
  const ipcRenderer = Object.assign(new EventEmitter(), { send: (...args: unknown[]) => sent.push(args) })
  const electron = {
    contextBridge: { exposeInMainWorld: (name: string, api: Exposed) => (exposed[name] = api) },
    ipcRenderer,
    webUtils: { getPathForFile: ({ path }: { path: string }) => path },
  }
  const require = (name: string) => {
    required.push(name)
    if (name !== 'electron') throw new Error(`module not found: ${name}`)
    return electron
  }
  runInNewContext(code, { require, module: { exports: {} }, exports: {} })
  return { exposed, required, sent, ipcRenderer }
}

describe('preload', () => {
  it('needs Electron alone and gives the page three functions under one name', () => {
    const { exposed, required } = run()
    expect(required).toEqual(['electron'])
    expect(Object.keys(exposed)).toEqual(['rbdStudio'])
    expect(Object.keys(exposed.rbdStudio ?? {})).toEqual(['send', 'onMessage', 'pathForFile'])
  })

  it('sends on our channel, whatever else the page hands over', () => {
    const { exposed, sent } = run()
    exposed.rbdStudio?.send?.({ t: 'cancel', id: 1 }, 'another', 'argument')
    expect(sent).toEqual([[CHANNEL, { t: 'cancel', id: 1 }]])
  })

  it('hands the page the message and never the event', () => {
    const { exposed, ipcRenderer } = run()
    const heard: unknown[][] = []
    exposed.rbdStudio?.onMessage?.((...args: unknown[]) => heard.push(args))
    ipcRenderer.emit(CHANNEL, { sender: ipcRenderer }, { t: 'ok', id: 1, output: 2 })
    ipcRenderer.emit('another', { sender: ipcRenderer }, {})
    expect(heard).toEqual([[{ t: 'ok', id: 1, output: 2 }]])
  })

  it('tells the path behind a file', () => {
    expect(run().exposed.rbdStudio?.pathForFile?.({ path: '/a/b' })).toBe('/a/b')
  })

  it('imports types of ours and nothing more', async () => {
    const imports = (await readFile(entry, 'utf8')).match(/^import .*$/gm)
    expect(imports?.filter((line) => !line.startsWith('import type ') && !line.endsWith(" from 'electron'"))).toEqual(
      [],
    )
  })
})
