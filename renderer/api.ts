import type { Calls, Events, Input, Output, Payload } from '../shared/contract.ts'
import { CONTRACT_VERSION } from '../shared/contractVersion.ts'
import { AppError } from '../shared/errors.ts'
import type { Client } from '../shared/rpc/client.ts'
import { connect } from '../shared/rpc/client.ts'
import type { Shell } from './transport/shell.ts'

let shell: Shell | null = null
let client: Client<Calls, Events> | null = null

/** Makes the window talk to the host through this shell. Once, before anything else. */
export function setShell(chosen: Shell): void {
  shell = chosen
}

/**
 * Opens a connection and says hello.
 *
 * @returns a promise that resolves when this connection is lost.
 * @throws AppError E_CONNECTION_LOST, E_CONTRACT_VERSION
 */
export async function openConnection(
  listen: (client: Client<Calls, Events>) => void,
): Promise<{ lost: Promise<void> }> {
  if (shell === null) throw new AppError('E_CONNECTION_LOST', 'no shell was chosen')
  const opened = connect<Calls, Events>(await shell.open(), null, null)
  const answer = await opened.call('hello', { contractVersion: CONTRACT_VERSION })
  if (answer.contractVersion !== CONTRACT_VERSION) {
    throw new AppError('E_CONTRACT_VERSION', 'This window and RBD Studio are of different versions')
  }
  listen(opened)
  client = opened
  return { lost: opened.closed }
}

/** Makes a call to the host or the engine. @throws AppError */
export function call<K extends keyof Calls>(
  name: K,
  input: Input<Calls, K>,
  options?: { readonly signal?: AbortSignal },
): Promise<Output<Calls, K>> {
  if (client === null) return Promise.reject(new AppError('E_CONNECTION_LOST', `${name}: there is no connection yet`))
  return client.call(name, input, options)
}

/** The path of a dropped file, where this shell knows it. */
export function pathForFile(file: File): string | null {
  return shell?.pathForFile(file) ?? null
}

export type { Payload }
